import { expect, test } from "vitest";
import type { Region, Spent } from "../../bench/src/children/profiler.js";
import { tabulate } from "../../bench/src/profile/table.js";

const spend = (place: string, region: Region, time: number): Spent => ({ place, region, time });
const view = { title: "A delivery", columns: ["ours", "bare"] } as const;

test("a comparison has the sums, those of each region, and the places by how much they differ", () => {
  const ours = [
    spend("decode dist/index.js", "receiver", 3),
    spend("writev", "system", 10),
    spend("(garbage collector)", "collector", 2),
    spend("run lib/fastify.js", "packages", 0.5),
    spend("(not seen)", "unseen", 9),
  ];
  const bare = [
    spend("receive .build/bare.js", "receiver", 2.5),
    spend("writev", "system", 11),
    spend("emit node:events", "node", 0.25),
  ];
  expect(tabulate(view, [ours, bare])).toEqual({
    title: "A delivery, µs of one",
    head: ["Where", "ours", "bare", "more"],
    words: [0],
    rows: [
      ["**Together**", "24.5", "13.8", "10.8"],
      ["**Receiver and handlers, `JSON.parse` included**", "3.00", "2.50", "0.50"],
      ["**Other packages**", "0.50", "0.000", "0.50"],
      ["**Node's own modules**", "0.000", "0.25", "-0.25"],
      ["**V8, Node's native code and the system**", "10.0", "11.0", "-1.00"],
      ["**The collector of garbage**", "2.00", "0.000", "2.00"],
      ["**Not seen: reads of the system, other threads**", "9.00", "0.000", "9.00"],
      ["`decode dist/index.js`", "3.00", "0.000", "3.00"],
      ["`receive .build/bare.js`", "0.000", "2.50", "-2.50"],
      ["`(garbage collector)`", "2.00", "0.000", "2.00"],
      ["`writev`", "10.0", "11.0", "-1.00"],
      ["`run lib/fastify.js`", "0.50", "0.000", "0.50"],
      ["`emit node:events`", "0.000", "0.25", "-0.25"],
    ],
  });
});

test("a place that was found several times has the sum of them", () => {
  const turns = [spend("parse", "receiver", 1), spend("parse", "receiver", 2)];
  expect(tabulate(view, [turns, []]).rows.at(-1)).toEqual(["`parse`", "3.00", "0.000", "3.00"]);
});

test("of many places those that differ most are shown", () => {
  const ours = Array.from({ length: 40 }, (_, at) => spend(`place ${at}`, "node", at));
  const places = tabulate(view, [ours, []]).rows.filter(([label]) => label?.startsWith("`"));
  expect(places.map(([label]) => label)).toEqual(
    Array.from({ length: 12 }, (_, at) => `\`place ${39 - at}\``),
  );
});
