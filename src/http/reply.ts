import type { Reply } from "./delivery.js";

const headers = /* @__PURE__ */ Object.freeze({ "content-type": "application/json" });

/** By code; what is answered over and over is made once. */
const replies = /* @__PURE__ */ new Map<string, Reply>();

/** The answer with that status, whose body tells the code and nothing else. A code has one status. */
export function makeReply(status: number, code: string): Reply {
  const known = replies.get(code);
  if (known !== undefined) return known;
  const reply = Object.freeze({
    status,
    headers: status === 405 ? Object.freeze({ ...headers, allow: "POST" }) : headers,
    body: `{"code":"${code}"}`,
  });
  replies.set(code, reply);
  return reply;
}
