import type { Answer } from "./probe.js";

/** The meaning of an unexpected answer. */
export interface Explanation {
  /** The observation, in one sentence. */
  readonly finding: string;
  /** The likely reason and the fix. */
  readonly fix: string;
}

/** Why there was no answer, by system code. */
const noAnswers: ReadonlyMap<string, readonly [finding: string, fix: string]> = new Map([
  [
    "ECONNREFUSED",
    ["the connection was refused", "Nothing listens at this port: start the server, or open the port."],
  ],
  ["ENOTFOUND", ["the host name does not exist", "Check the host name, and its DNS entry."]],
  ["EAI_AGAIN", ["the host name could not be looked up", "Check the host name, and its DNS entry."]],
  [
    "ECONNRESET",
    ["the connection was closed before an answer", "A proxy or firewall closes it: see its log."],
  ],
  [
    "EPROTO",
    [
      "the server speaks no https at this port",
      "Check the port of the address, and that the server has a certificate.",
    ],
  ],
  ["HPE_INVALID_CONSTANT", ["the answer is not HTTP", "Check the port: another program listens there."]],
  ["EPIPE", ["the connection was closed before an answer", "A proxy or firewall closes it: see its log."]],
]);

/** Our own answers, by code. */
const ours: ReadonlyMap<string, string> = new Map([
  [
    "secret_mismatch",
    "The secret that you gave is not the one that the receiver expects. CMP keeps 32 characters of one.",
  ],
  [
    "organization_unknown",
    "The secret function has no secret for this organization: give its id with --organization.",
  ],
  ["secret_unavailable", "The secret function of the receiver failed: its log has the reason."],
  [
    "not_found",
    "The receiver has another path: compare the URL with `path`, and look for a proxy that removes a prefix.",
  ],
  ["body_too_large", "Raise `maxBodyBytes` of the receiver."],
  [
    "body_consumed",
    "A middleware ahead of the receiver reads the body and does not keep it: mount the receiver first.",
  ],
  ["body_timeout", "The body arrives too slowly: let the proxy buffer requests."],
]);

/** @param sentSecret whether the request had a secret */
export function explain(answer: Answer, url: URL, sentSecret: boolean): Explanation {
  const { status, code, error } = answer;
  if (status === 0) {
    const [finding, fix] = noAnswers.get(error ?? "") ?? [
      error ?? "no answer",
      "See the log of the server and its proxy.",
    ];
    return { finding, fix };
  }
  if (status >= 300 && status < 400) return explainRedirect(answer, url);
  if (code === "secret_missing" && sentSecret) {
    return {
      finding: "401 secret_missing though a secret was sent",
      fix: "A proxy drops the header callback-secret. In nginx look for proxy_set_header callback-secret; underscores_in_headers is not the reason.",
    };
  }
  if (code !== undefined) {
    return { finding: `${status} ${code}`, fix: ours.get(code) ?? "The log of the receiver has the reason." };
  }
  return { finding: `${status} from ${senderOf(answer)}`, fix: fixOfForeign(answer, url) };
}

function explainRedirect(answer: Answer, url: URL): Explanation {
  const location = answer.header("location");
  const target = URL.canParse(location, url.href) ? new URL(location, url).href : location;
  return {
    finding: `${answer.status} redirects to ${target || "nowhere"}`,
    fix: `CMP follows no redirect and counts it as a failure: register ${target || "the final address"}.`,
  };
}

/** Who made an answer that is not ours, as far as it tells. */
function senderOf(answer: Answer): string {
  const title = /<(?:title|pre|h1)[^>]*>\s*([^<]{1,60})/i.exec(answer.body)?.[1]?.trim();
  const name = answer.header("x-powered-by") || answer.header("server") || "an unknown server";
  const kind = answer.header("content-type").startsWith("text/html") ? "an HTML page of " : "";
  return `${kind}${name}${title === undefined ? "" : ` ("${title}")`}, not from the receiver`;
}

function fixOfForeign(answer: Answer, url: URL): string {
  const { status } = answer;
  if (status === 413) return fixOfTooLarge(answer);
  if (status === 404)
    return `Nothing receives at ${url.pathname}: check the path, and the routes of the proxy.`;
  if (status === 405) return `${url.pathname} accepts no POST: the receiver must be mounted for all methods.`;
  if (status === 401 || status === 403) {
    return "A proxy or firewall asks for a login or blocks the request: let POST to this path pass without one.";
  }
  if (status === 502 || status === 503 || status === 504)
    return "The proxy does not reach the receiver: see its log.";
  if (status < 300)
    return `Something else answers at ${url.pathname}: the receiver is at another path, or behind this.`;
  return "A proxy, or a middleware ahead of the receiver, answers: see its log.";
}

function fixOfTooLarge(answer: Answer): string {
  const isNginx = /nginx/i.test(answer.header("server"));
  const isExpress = /express/i.test(answer.header("x-powered-by")) || answer.body.includes("PayloadTooLarge");
  if (isExpress)
    return "Express's body parser is ahead of the receiver: mount the receiver first, or raise the `limit` of the parser.";
  if (isNginx) return "The page is of nginx: set client_max_body_size 6m; for this location.";
  return "A proxy ahead of the receiver has the limit: raise it to 6 MB.";
}
