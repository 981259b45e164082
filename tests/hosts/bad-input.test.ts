import type { DeliveryReceiver } from "optimizely-cmp-webhooks";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type Seen, send } from "../support/client.js";
import { type Host, hosts } from "../support/hosts.js";
import { fakeDeadline, passTimeUntil } from "../support/outrun.js";
import { record } from "../support/recorder.js";
import { type Row, rows } from "./bad-input-rows.js";

describe.each(hosts)("$name", ({ start }) => {
  // One server for all rows: what one of them leaves behind would disturb those after it.
  let receive: DeliveryReceiver["receive"];
  let host: Host;
  beforeAll(async () => {
    host = await start({ receive: (delivery) => receive(delivery) });
  });
  afterEach(() => void vi.useRealTimers());
  afterAll(() => host.close());

  test.each(rows)("$title is answered with $status $code", async (row) => {
    const { receiver, handled, announced } = record();
    receive = (delivery) => receiver.receive(delivery);
    const seen = await (row.stall ? outlast(host.port, row) : send(host.port, row, { agent: false }));

    expect(seen.status).toBe(row.status);
    expect(seen.body).toBe(row.code === undefined ? "" : JSON.stringify({ code: row.code }));
    expect(seen.headers["content-type"]).toMatch(/^application\/json/);
    expect(seen.headers.allow).toBe(row.status === 405 ? "POST" : undefined);
    expect(handled).toHaveLength(row.ran ? 1 : 0);
    expect(announced.map(({ name, code }) => (code ? `${name} ${code}` : name))).toEqual(row.announced);
  });
});

/** Passes the deadline of a body that stalls, and the two seconds that some hosts wait before they give up on it. */
async function outlast(port: number, row: Row): Promise<Seen> {
  fakeDeadline();
  let isOver = false;
  const seen = send(port, row, { agent: false }).finally(() => {
    isOver = true;
  });
  await Promise.all([seen, passTimeUntil(() => isOver)]);
  return seen;
}
