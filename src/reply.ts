import type { Reply } from "./delivery.js";

const headers = /* @__PURE__ */ Object.freeze({ "content-type": "application/json" });

/** The answer with that status, whose body tells the code and nothing else. */
export function makeReply(status: number, code: string): Reply {
  return {
    status,
    headers: status === 405 ? { ...headers, allow: "POST" } : headers,
    body: `{"code":"${code}"}`,
  };
}
