import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { defer } from "../receiver/kit.js";
import { open, secret, send } from "../support/client.js";
import { listen } from "../support/hosts.js";
import { record, taskAdded } from "../support/recorder.js";
import { type Ahead, findLate, handled, hosts, parsed, readAlong, whole } from "./second-readers-kit.js";
import { rows } from "./second-readers-rows.js";

describe.each(hosts)("%s, with somebody ahead who", (_name, serve) => {
  test.each(rows)("$title", async ({ ahead, sent = whole, answer, inTime = answer }) => {
    const { receiver, handled: events } = record({ secret: findLate });
    const early = record();
    const [host, earlyHost] = [
      await listen(serve(ahead, receiver)),
      await listen(serve(ahead, early.receiver)),
    ];
    try {
      const late = await send(host.port, sent, { agent: false });
      const seen = await send(earlyHost.port, sent, { agent: false });

      expect([`${late.status} ${late.body}`, `${seen.status} ${seen.body}`]).toEqual([answer, inTime]);
      expect(events).toEqual(answer === handled ? [parsed] : []);
      expect(early.handled).toEqual(inTime === handled ? [parsed] : []);
    } finally {
      await host.close();
      await earlyHost.close();
    }
  });

  test.each([true, false])("reads along while the rest is on its way, which comes: %s", async (comes) => {
    const asked = defer<undefined>();
    const {
      receiver,
      announced,
      handled: events,
    } = record({
      secret: async () => {
        asked.resolve(undefined);
        return secret;
      },
    });
    const keep = readAlong((request, bytes) => Object.assign(request, { rawBody: bytes }));
    const began = defer<undefined>();
    const ahead: Ahead = (request, next) => {
      keep(request, () => {
        request.once("data", () => {
          began.resolve(undefined);
          next();
        });
      });
    };
    const host = await listen(serve(ahead, receiver));
    try {
      const told = new Promise((resolve) => receiver.addEventListener("answered", resolve));
      const headers = { "content-length": `${Buffer.byteLength(taskAdded)}` };
      const request = open(host.port, { headers }, { agent: false });
      request.on("error", () => {});
      request.write(taskAdded.slice(0, 9));
      await began.promise;
      await asked.promise;
      for (let turns = 0; turns < 20; turns++) await turn();
      if (comes) request.end(taskAdded.slice(9));
      else request.destroy();
      await told;

      expect(announced.map(({ code }) => code)).toContain(comes ? undefined : "body_aborted");
      expect(events).toEqual(comes ? [parsed] : []);
    } finally {
      await host.close();
    }
  });
});
