import { type Fact, findFacts } from "../data/facts.js";
import { isAsTyped } from "../data/inspect.js";
import { describeFindings, listed, verdictOf } from "../findings.js";
import { clean, columns, flow, type Painted, paragraph, type Row } from "../layout.js";
import type { Terminal } from "../terminal.js";
import type { Received } from "./intake.js";

/** Of each kind of row so many are shown for one delivery; `check` shows all. */
const most = 8;

/** The lines about one delivery. */
export function describeReceived(
  received: Received,
  { width, paint }: Pick<Terminal, "width" | "paint">,
): readonly string[] {
  const { findings, error, method, path } = received;
  const name = findings?.eventName ?? `${method} ${path}`;
  const verdict = findings === undefined || error !== undefined ? undefined : verdictOf(findings);
  const head: readonly Painted[] = [
    { text: timeOf(received.at), style: "dim" },
    { text: clean(name, 100), style: "bold" },
    { text: statusOf(received), style: isAcknowledged(received.status) ? "good" : "bad" },
    ...(verdict === undefined ? [] : [verdict]),
    { text: `${received.ms.toFixed(1)} ms`, style: "dim" },
  ];
  const refusal = error === undefined ? [] : paragraph(reasonOf(received), width, 2);
  return [...flow(head, { width, paint }), ...refusal, ...columns(rowsOf(received), { width, paint })];
}

/** The same for a script. */
export function toJson(received: Received): object {
  const { at, method, path, status, ms, error, findings, forwarded, isSaved, organizationId } = received;
  const { ids, links } = findFacts(findings?.event?.["data"]);
  return {
    type: "delivery",
    received_at: at,
    method,
    path,
    status,
    code: error?.code ?? null,
    ms: round(ms),
    event_name: findings?.eventName ?? null,
    organization_id: organizationId ?? null,
    known: findings?.isKnown ?? false,
    as_typed: findings !== undefined && isAsTyped(findings),
    ids: Object.fromEntries(ids),
    links: Object.fromEntries(links),
    mismatches: findings?.issues ?? [],
    unknown_fields: findings?.unknownFields ?? [],
    forwarded:
      forwarded === undefined
        ? null
        : {
            status: forwarded.status,
            ms: round(forwarded.ms),
            error: forwarded.error?.message ?? null,
          },
    saved: isSaved,
  };
}

function rowsOf({ findings, forwarded, organizationId }: Received): readonly Row[] {
  const { ids, links } = findFacts(findings?.event?.["data"]);
  const organization: readonly Fact[] =
    organizationId === undefined ? [] : [["organization-id", organizationId]];
  return [
    ...factRows("ids", ids),
    ...factRows("links", links),
    ...factRows("header", findings === undefined ? [] : organization),
    ...(findings === undefined ? [] : describeFindings(findings, most)),
    ...(forwarded === undefined ? [] : [forwardRow(forwarded)]),
  ];
}

function factRows(label: string, facts: readonly Fact[]): readonly Row[] {
  return listed(
    facts,
    most,
    { text: label, style: "dim" },
    ([path, value]) => `${clean(path)} ${clean(value)}`,
  );
}

function forwardRow({ status, ms, error, acknowledged }: NonNullable<Received["forwarded"]>): Row {
  const label: Painted = { text: "forward", style: acknowledged ? "good" : "bad" };
  const answer =
    error === undefined || status > 0 ? `answered ${status}` : `no answer: ${clean(error.message)}`;
  const consequence = acknowledged ? "" : "; CMP would try again";
  return { cells: [label], text: `${answer} in ${ms.toFixed(1)} ms${consequence}` };
}

function statusOf({ status, error }: Received): string {
  return error === undefined ? String(status) : `${status} ${error.code}`;
}

function reasonOf({ error, path }: Received): string {
  return error?.code === "not_found"
    ? `Deliveries are not taken at ${clean(path)}: see --path`
    : (error?.message ?? "");
}

function timeOf(at: Date): string {
  const parts = [at.getHours(), at.getMinutes(), at.getSeconds()];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}

/** Milliseconds with as many digits as mean something. */
export function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}

/** CMP takes these two, and no other, for an acknowledgement. */
export function isAcknowledged(status: number): boolean {
  return status === 200 || status === 202;
}
