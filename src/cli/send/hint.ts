import { secretVariable } from "../values.js";

/** An answer to a delivery, as `send` and `soak` see it. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** The path that the README's servers receive at. */
const usualPath = "/webhooks/cmp";

/**
 * The next step after an answer that was no acknowledgement: a sentence or two; empty where there is none.
 *
 * @param secret the secret that was sent
 * @param given whether it is from `--secret`
 */
export function hintFor(answer: Answer, target: URL, secret: string | undefined, given: boolean): string {
  const { status } = answer;
  const code = codeOf(answer);
  if (status === 0) return `No answer: cmp-webhooks doctor ${target.href} finds out why.`;
  if (status >= 300 && status < 400) {
    return `${status}: ${target.href} redirects, and CMP follows no redirect. Send to the address that it leads to.`;
  }
  if (status === 404) return hintOfPath(target);
  if (status === 405) return `405: ${target.pathname} does not accept POST. Is the path right?`;
  if (status === 401) return hintOfSecret(code, secret, given);
  if (status === 413) return "413: the receiver, or a proxy ahead of it, has a limit that is too low.";
  if (status >= 500) return `${status}: the log of the receiver has the reason.`;
  return "";
}

function hintOfPath(target: URL): string {
  const usual = new URL(usualPath, target).href;
  const question = target.pathname === usualPath ? "Is the path right?" : `Did you mean ${usual}?`;
  return `404: nothing answers at ${target.pathname}. ${question}`;
}

function hintOfSecret(code: string | undefined, secret: string | undefined, given: boolean): string {
  if (secret === undefined) {
    return `401: no secret was sent. Set ${secretVariable} to the secret of the receiver, or give --secret.`;
  }
  if (code === undefined) {
    return "401: the answer is not from this package. A proxy asks for a login, or another program answers.";
  }
  const whose = given ? "of --secret" : `in ${secretVariable}`;
  if (code === "secret_missing") {
    return `401: the secret ${whose} was sent and did not arrive. A proxy removes the header callback-secret.`;
  }
  if (code === "organization_unknown") {
    return "401: the receiver has no secret for the organization in the header organization-id.";
  }
  return `401: the secret ${whose} is not the one that the receiver expects. Both must have the same value.`;
}

/** The code of our own answers; `undefined` where somebody else answered. */
export function codeOf({ body }: Answer): string | undefined {
  return /^\{"code":"(\w{1,40})"\}$/.exec(body)?.[1];
}
