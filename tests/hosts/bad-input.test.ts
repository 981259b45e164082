import { describe, expect, test } from "vitest";
import { send } from "../support/client.js";
import { type HostKind, hosts } from "../support/hosts.js";
import { record } from "../support/recorder.js";
import { type Row, rows } from "./bad-input-rows.js";

const stalling = rows.filter(({ stall }) => stall);

describe.each(hosts)("$name", ({ start }) => {
  const others = rows.filter(({ stall }) => !stall);
  test.each(others)("$title is answered with $status $code", (row) => answers(start, row));
});

// At the same time, since some hosts wait for two seconds before they give up on a body.
describe.concurrent.each(hosts)("$name", ({ start }) => {
  test.each(stalling)("$title is answered with $status $code", (row) => answers(start, row));
});

async function answers(start: HostKind["start"], row: Row): Promise<void> {
  const { receiver, handled, announced } = record(row.deadlineMs ? { deadlineMs: row.deadlineMs } : {});
  const host = await start(receiver);
  try {
    const seen = await send(host.port, row, { agent: false });

    expect(seen.status).toBe(row.status);
    expect(seen.body).toBe(row.code === undefined ? "" : JSON.stringify({ code: row.code }));
    expect(seen.headers["content-type"]).toMatch(/^application\/json/);
    expect(seen.headers.allow).toBe(row.status === 405 ? "POST" : undefined);
    expect(handled).toHaveLength(row.ran ? 1 : 0);
    expect(announced.map(({ name, code }) => (code ? `${name} ${code}` : name))).toEqual(row.announced);
  } finally {
    await host.close();
  }
}
