import { type ErrorCode, statusOf } from "../errors.js";
import type { Reply } from "./delivery.js";

/** The status of every answer that is not a refusal. CMP takes both statuses for an acknowledgement. */
const acknowledgements = { handled: 200, duplicate: 200, ignored: 202, accepted: 202 } as const;

/** The code of an answer: how the delivery was acknowledged, or why it was refused. */
export type AnswerCode = keyof typeof acknowledgements | ErrorCode;

const headers = /* @__PURE__ */ Object.freeze({ "content-type": "application/json" });

/** By code; what is answered over and over is made once. */
const replies = /* @__PURE__ */ new Map<AnswerCode, Reply>();

/** The answer with that code: its status, and a body that holds the code and nothing else. */
export function makeReply(code: AnswerCode): Reply {
  const known = replies.get(code);
  if (known !== undefined) return known;
  const status = isAcknowledgement(code) ? acknowledgements[code] : statusOf(code);
  const reply = Object.freeze({
    status,
    headers: status === 405 ? Object.freeze({ ...headers, allow: "POST" }) : headers,
    body: `{"code":"${code}"}`,
  });
  replies.set(code, reply);
  return reply;
}

function isAcknowledgement(code: AnswerCode): code is keyof typeof acknowledgements {
  return Object.hasOwn(acknowledgements, code);
}
