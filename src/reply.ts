import type { Reply } from "./delivery.js";
import { type ErrorCode, statusByCode } from "./errors.js";

/** 200: all handlers have ended well. */
export const handledReply: Reply = /* @__PURE__ */ makeReply(200, "handled");

/** 202: there was nothing to do. Final for CMP, as 200 is. */
export const ignoredReply: Reply = /* @__PURE__ */ makeReply(202, "ignored");

/** The answer to a refused delivery. */
export function refusal(code: ErrorCode): Reply {
  return makeReply(statusByCode[code], code, code === "method_not_allowed" ? { allow: "POST" } : undefined);
}

function makeReply(status: number, code: string, headers?: Readonly<Record<string, string>>): Reply {
  return {
    status,
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ code }),
  };
}
