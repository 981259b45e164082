import type { DeliveryReceiver, Reply } from "optimizely-cmp-webhooks";
import { describe, expect, test } from "vitest";
import { send } from "../support/client.js";
import { hosts } from "../support/hosts.js";
import { taskAdded } from "../support/recorder.js";

/** A receiver of one's own, behind which there may be any answer. */
function answering(reply: Partial<Reply>): DeliveryReceiver {
  return { receive: async () => ({ status: 200, headers: {}, body: "", ...reply }) };
}

const bodies: readonly (readonly [string, string])[] = [
  ["nothing", ""],
  ["a word", "plain"],
  ["the last character of ASCII", "\x7f"],
  ["no character of ASCII", "漢字"],
  ["many alphabets", "Grüße, 漢字 \u{1f600}"],
  ["70,000 characters", "x".repeat(70_000)],
];

describe.each(hosts)("$name", ({ start, writesChunks }) => {
  test.each(bodies)("answers %s whole, with its length in bytes or in chunks", async (_title, body) => {
    const host = await start(answering({ body, headers: { "content-type": "text/plain; charset=utf-8" } }));
    try {
      const seen = await send(host.port, {}, { agent: false });

      expect(seen).toMatchObject({ status: 200, body });
      // There is nothing to write in chunks then, and hosts differ in what they say of that.
      if (writesChunks && body === "") return;
      const { "content-length": length, "transfer-encoding": encoding } = seen.headers;
      expect({ length, encoding }).toEqual(
        writesChunks
          ? { length: undefined, encoding: "chunked" }
          : { length: String(Buffer.byteLength(body)), encoding: undefined },
      );
    } finally {
      await host.close();
    }
  });

  test("answers a body that is not read whole, and ends the connection", async () => {
    const body = "Grüße";
    const host = await start(answering({ status: 401, body, headers: { "x-note": "unread" } }));
    try {
      const seen = await send(host.port, { body: taskAdded.padEnd(300_000) }, { agent: false });

      expect(seen).toMatchObject({ status: 401, body, headers: { "x-note": "unread", connection: "close" } });
    } finally {
      await host.close();
    }
  });
});
