import { type Fact, findFacts } from "../data/facts.js";
import { isAsTyped } from "../data/inspect.js";
import { isDeep, parse } from "../data/json.js";
import { describeFindings, listed, verdictOf } from "../findings.js";
import { columns, flow, type Painted, type Row } from "../layout.js";
import type { Terminal } from "../terminal.js";
import type { Received } from "./intake.js";

/** So many rows of each kind are shown for one delivery; `check` shows all. */
const most = 8;

type Screen = Pick<Terminal, "paint" | "clean">;

/** The lines about one delivery. @param withBody whether the body follows */
export function describeReceived(received: Received, screen: Screen, withBody = false): readonly string[] {
  const { findings, method, path, text } = received;
  const { paint, clean } = screen;
  const name = findings?.eventName ?? `${method} ${path}`;
  const verdict = findings === undefined || received.status >= 400 ? "" : verdictOf(findings);
  const head = flow(
    [
      { text: timeOf(received.at), style: "dim" },
      { text: clean(name, 100), style: "bold" },
      { text: statusOf(received), style: isAcknowledged(received.status) ? "good" : "bad" },
      verdict,
      { text: `${received.ms.toFixed(1)} ms`, style: "dim" },
    ],
    paint,
  );
  const reason = reasonOf(received, screen);
  return [
    head,
    ...(reason === "" ? [] : [`  ${reason}`]),
    ...columns(rowsOf(received, screen), paint),
    ...(withBody && text !== undefined ? linesOf(text, screen) : []),
  ];
}

/** The same for a script. */
export function toJson(received: Received, withBody = false): object {
  const { at, method, path, status, code, ms, findings, forwarded, isSaved, organizationId, text } = received;
  const { ids, links } = findFacts(findings?.event?.["data"]);
  return {
    type: "delivery",
    received_at: at.toISOString(),
    method,
    path,
    status,
    code: isAcknowledged(status) ? null : code,
    ms: round(ms),
    event_name: findings?.eventName ?? null,
    organization_id: organizationId ?? null,
    known: findings?.isKnown ?? false,
    as_typed: findings !== undefined && isAsTyped(findings),
    ids: Object.fromEntries(ids),
    links: Object.fromEntries(links),
    mismatches: findings?.issues ?? [],
    unknown_fields: findings?.unknownFields ?? [],
    forwarded: forwarded === undefined ? null : forwardedOf(forwarded),
    saved: isSaved,
    ...(withBody && text !== undefined ? { body: bodyOf(text) } : {}),
  };
}

function forwardedOf({ status, ms, error }: NonNullable<Received["forwarded"]>): object {
  return { status, ms: round(ms), error: error?.message ?? null };
}

/** As text where it is not JSON, or nested so deep that it cannot be written as JSON. */
function bodyOf(text: string): unknown {
  const parsed = parse(text);
  return parsed === undefined || isDeep(parsed.value) ? text : parsed.value;
}

/** The body, indented; at most 1,000 lines. */
function linesOf(text: string, { clean }: Screen): readonly string[] {
  const body = bodyOf(text);
  const shown = typeof body === "string" ? body : JSON.stringify(body, null, 2);
  const lines = shown.split("\n", 1_001).map((line) => `    ${clean(line, 10_000)}`);
  return lines.length > 1_000 ? [...lines.slice(0, 1_000), "    ..."] : lines;
}

function rowsOf({ findings, forwarded, organizationId }: Received, screen: Screen): readonly Row[] {
  const { ids, links } = findFacts(findings?.event?.["data"]);
  const organization: readonly Fact[] =
    organizationId === undefined ? [] : [["organization-id", organizationId]];
  return [
    ...factRows("ids", ids, screen),
    ...factRows("links", links, screen),
    ...factRows("header", findings === undefined ? [] : organization, screen),
    ...(findings === undefined ? [] : describeFindings(findings, screen.clean, most)),
    ...(forwarded === undefined ? [] : [forwardRow(forwarded, screen)]),
  ];
}

function factRows(label: string, facts: readonly Fact[], { clean }: Screen): readonly Row[] {
  const painted: Painted = { text: label, style: "dim" };
  return listed(facts, most, painted, ([path, value]) => `${clean(path)} ${clean(value)}`);
}

function forwardRow(
  { status, ms, error, acknowledged }: NonNullable<Received["forwarded"]>,
  { clean }: Screen,
): Row {
  const label: Painted = { text: "forward", style: acknowledged ? "good" : "bad" };
  const answer = status > 0 ? `answered ${status}` : `no answer: ${clean(error?.message ?? "")}`;
  const consequence = acknowledged ? "" : "; CMP would try again";
  return { cells: [label], text: `${answer} in ${ms.toFixed(1)} ms${consequence}` };
}

function statusOf({ status, code }: Received): string {
  return isAcknowledged(status) || code === "forwarded" ? String(status) : `${status} ${code}`;
}

function reasonOf({ code, reason, path }: Received, { clean }: Screen): string {
  if (code === "not_found") return `Deliveries are not accepted at ${clean(path)}: see --path`;
  return reason === undefined ? "" : clean(reason);
}

function timeOf(at: Date): string {
  const parts = [at.getHours(), at.getMinutes(), at.getSeconds()];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}

/** Milliseconds with as many digits as mean something. */
export function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}

/** CMP counts these two, and no other, as an acknowledgement. */
export function isAcknowledged(status: number): boolean {
  return status === 200 || status === 202;
}
