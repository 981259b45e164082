import type { Command } from "../command.js";
import { isHeaderValue } from "../data/headers.js";
import { examine } from "../doctor/examine.js";
import type { Finding } from "../doctor/finding.js";
import { UsageError } from "../failure.js";
import { columns } from "../layout.js";
import { round } from "../listen/describe.js";
import type { Terminal } from "../terminal.js";
import { readSecret, readUrl, secretOption } from "../values.js";

/** `cmp-webhooks doctor` */
export const doctor: Command = {
  name: "doctor",
  summary: "Find out why CMP cannot deliver to an address",
  usage: "URL [OPTIONS]",
  details: [
    "Sends a few requests to a live receiver, as CMP would, and explains the answers:",
    "certificate, redirects, secret, limits of proxies, time. No request holds an",
    "event, so no handler runs. Each line begins with ok or FAIL, and a FAIL is",
    "followed by the likely reason and the fix.",
    "",
    "Exit code 1 means that something is wrong.",
  ],
  options: {
    secret: secretOption,
    organization: { value: "ID", about: "Send this organization-id [default: none]" },
  },
  words: [1, 1],
  examples: [
    "cmp-webhooks doctor https://example.com/webhooks/cmp",
    "cmp-webhooks doctor http://localhost:3000/webhooks/cmp --secret change-me",
  ],
  async run(args, terminal) {
    const {
      words: [address = ""],
    } = args;
    const url = readUrl("The address", address);
    const secret = readSecret(args);
    const organizationId = args.text("organization");
    if (organizationId !== undefined && !isHeaderValue(organizationId)) {
      throw new UsageError("--organization must be text that a header can hold");
    }
    terminal.hide(secret);
    const findings: Finding[] = [];
    await examine({ url, secret, organizationId }, (finding) => {
      findings.push(finding);
      if (!args.has("json")) terminal.print(...describe(finding, terminal));
    });
    const isFine = findings.every(({ result }) => result !== "fail");
    if (args.has("json")) terminal.printJson({ url: url.href, ok: isFine, checks: findings.map(toJson) });
    return isFine ? 0 : 1;
  },
};

const labels = {
  ok: { text: "ok", style: "good" },
  fail: { text: "FAIL", style: "bad" },
  skipped: { text: "--", style: "dim" },
} as const;

/** As wide as the longest name of a check, so that the lines are aligned although they are printed one by one. */
const width = "body of 1.5 MB".length;

function describe({ check, result, finding, fix }: Finding, { paint, clean }: Terminal): readonly string[] {
  const { text, style } = labels[result];
  const rows = [{ cells: [{ text: text.padEnd(4), style }, check.padEnd(width)], text: clean(finding) }];
  return columns(fix === "" ? rows : [...rows, { cells: ["", ""], text: `fix: ${clean(fix, 600)}` }], paint);
}

function toJson({ check, result, finding, fix, answer }: Finding): object {
  return {
    check,
    result,
    finding,
    fix: fix === "" ? null : fix,
    status: answer?.status ?? null,
    code: answer?.code ?? null,
    ms: answer === undefined ? null : round(answer.ms),
  };
}
