import type { ClientHttp2Stream } from "node:http2";
import { describe, expect, test, vi } from "vitest";
import { record, taskAdded } from "../support/recorder.js";
import { answerOf, hosts, post, start } from "./http2-kit.js";

describe.each(hosts)("%s", (_name, make) => {
  test("20 deliveries at once on one connection are handled, refusals among them", async () => {
    const { receiver, handled } = record();
    const host = await start(await make(receiver));
    try {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, at) => {
          const stream = post(host.client, at % 2 === 0 ? {} : { "callback-secret": "guess" });
          stream.end(at % 4 === 3 ? taskAdded.padEnd(200_000) : taskAdded);
          return answerOf(stream);
        }),
      );

      expect(new Set(answers)).toEqual(
        new Set(['200 {"code":"handled"} 0', '401 {"code":"secret_mismatch"} 0']),
      );
      expect(handled).toHaveLength(10);
      await vi.waitUntil(() => host.openStreams() === 0, { interval: 1, timeout: 25_000 });
    } finally {
      await host.close();
    }
  });

  test.each<[string, (stream: ClientHttp2Stream) => void]>([
    ["gives up", (stream) => stream.destroy(new Error("gone"))],
    ["closes the connection", (stream) => stream.session?.destroy()],
  ])("a sender that %s in the middle of a body is announced, and no handler runs", async (_title, leave) => {
    const { receiver, handled, announced } = record();
    const host = await start(await make(receiver));
    try {
      const rejected = new Promise((resolve) => receiver.addEventListener("rejected", resolve));
      const stream = post(host.client);
      stream.write(taskAdded, () => leave(stream));
      await rejected;
      await receiver.idle();

      expect([handled, announced]).toEqual([[], [{ name: "rejected", code: "body_aborted" }]]);
    } finally {
      await host.close();
    }
  });
});
