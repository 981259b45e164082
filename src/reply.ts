import type { Reply } from "./delivery.js";

/** The answer with that status, whose body tells the code and nothing else. */
export function makeReply(status: number, code: string): Reply {
  const headers = { "content-type": "application/json" };
  return {
    status,
    headers: status === 405 ? { ...headers, allow: "POST" } : headers,
    body: `{"code":"${code}"}`,
  };
}
