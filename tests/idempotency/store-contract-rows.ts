import type { Step } from "./store-steps.js";

/** The contract of a store, one row a promise; A, B and C are tokens. */
export const rows: readonly { readonly title: string; readonly steps: readonly Step[] }[] = [
  {
    title: "a new key is reserved, and in flight for everybody else",
    steps: [
      { reserve: "A", says: "reserved" },
      { reserve: "B", says: "in_flight" },
      { reserve: "C", says: "in_flight" },
    ],
  },
  {
    title: "whoever holds a key may ask for it again, as a client does that lost the answer",
    steps: [
      { reserve: "A", says: "reserved" },
      { reserve: "A", says: "reserved" },
      { reserve: "B", says: "in_flight" },
    ],
  },
  {
    title: "a completed key is done for everybody, its holder included",
    steps: [
      { reserve: "A", says: "reserved" },
      { complete: "A", says: true },
      { reserve: "B", says: "done" },
      { reserve: "A", says: "done" },
    ],
  },
  {
    title: "a released key can be reserved at once",
    steps: [
      { reserve: "A", says: "reserved" },
      { release: "A" },
      { reserve: "B", says: "reserved" },
      { reserve: "C", says: "in_flight" },
    ],
  },
  {
    title: "a lease holds until its time is over, and no longer",
    steps: [
      { reserve: "A", leaseMs: 60_000, says: "reserved" },
      { wait: 30_000 },
      { reserve: "B", says: "in_flight" },
      { wait: 30_000 },
      { reserve: "B", says: "reserved" },
    ],
  },
  {
    title: "to be refused a key does not make its lease longer",
    steps: [
      { reserve: "A", leaseMs: 60_000, says: "reserved" },
      { wait: 30_000 },
      { reserve: "B", leaseMs: 90_000, says: "in_flight" },
      { wait: 30_000 },
      { reserve: "C", says: "reserved" },
    ],
  },
  {
    title: "done is remembered for its time, however short the lease was",
    steps: [
      { reserve: "A", leaseMs: 1_000, says: "reserved" },
      { complete: "A", ttlMs: 345_600_000, says: true },
      { wait: 345_000_000 },
      { reserve: "B", says: "done" },
      { wait: 600_000 },
      { reserve: "B", says: "reserved" },
    ],
  },
  {
    title: "done is forgotten in its time, however long the lease was",
    steps: [
      { reserve: "A", leaseMs: 60_000, says: "reserved" },
      { complete: "A", ttlMs: 5_000, says: true },
      { wait: 5_000 },
      { reserve: "B", says: "reserved" },
    ],
  },
  {
    title: "another than the holder can neither complete nor release",
    steps: [
      { reserve: "A", says: "reserved" },
      { complete: "B", says: false },
      { reserve: "C", says: "in_flight" },
      { release: "B" },
      { reserve: "C", says: "in_flight" },
    ],
  },
  {
    title: "whoever lost the lease cannot complete what the next one holds",
    steps: [
      { reserve: "A", leaseMs: 1_000, says: "reserved" },
      { wait: 1_000 },
      { reserve: "B", says: "reserved" },
      { complete: "A", says: false },
      { reserve: "C", says: "in_flight" },
      { complete: "B", says: true },
      { reserve: "C", says: "done" },
    ],
  },
  {
    title: "whoever lost the lease cannot release what the next one holds",
    steps: [
      { reserve: "A", leaseMs: 1_000, says: "reserved" },
      { wait: 1_000 },
      { reserve: "B", says: "reserved" },
      { release: "A" },
      { reserve: "C", says: "in_flight" },
    ],
  },
  {
    title: "a lease that is over can be completed while nobody has taken the key",
    steps: [
      { reserve: "A", leaseMs: 1_000, says: "reserved" },
      { wait: 5_000 },
      { complete: "A", says: true },
      { reserve: "B", says: "done" },
    ],
  },
  {
    title: "a lease that is over cannot be completed after another has completed the key",
    steps: [
      { reserve: "A", leaseMs: 1_000, says: "reserved" },
      { wait: 1_000 },
      { reserve: "B", says: "reserved" },
      { complete: "B", says: true },
      { complete: "A", says: false },
      { release: "A" },
      { reserve: "C", says: "done" },
    ],
  },
  {
    title: "a lease that is over can be completed after another has released the key",
    steps: [
      { reserve: "A", leaseMs: 1_000, says: "reserved" },
      { wait: 1_000 },
      { reserve: "B", says: "reserved" },
      { release: "B" },
      { complete: "A", says: true },
      { reserve: "C", says: "done" },
    ],
  },
  {
    title: "whoever holds a key renews the lease by asking again",
    steps: [
      { reserve: "A", leaseMs: 60_000, says: "reserved" },
      { wait: 40_000 },
      { reserve: "A", leaseMs: 60_000, says: "reserved" },
      { wait: 40_000 },
      { reserve: "B", says: "in_flight" },
      { wait: 20_000 },
      { reserve: "B", says: "reserved" },
      { reserve: "A", says: "in_flight" },
    ],
  },
  {
    title: "what is done cannot be released, nor kept for longer",
    steps: [
      { reserve: "A", says: "reserved" },
      { complete: "A", ttlMs: 60_000, says: true },
      { release: "A" },
      { complete: "A", ttlMs: 600_000, says: true },
      { reserve: "B", says: "done" },
      { wait: 60_000 },
      { reserve: "B", says: "reserved" },
    ],
  },
  {
    title: "a key that nobody holds can be completed, as after a lease that is over, and is not released",
    steps: [
      { release: "A" },
      { complete: "A", says: true },
      { release: "A" },
      { reserve: "C", says: "done" },
    ],
  },
  {
    title: "a fraction of a millisecond is no mistake",
    steps: [
      { reserve: "A", leaseMs: 999.5, says: "reserved" },
      { wait: 1_000 },
      { reserve: "B", says: "reserved" },
      { complete: "B", ttlMs: 4_999.5, says: true },
      { reserve: "C", says: "done" },
    ],
  },
  {
    title: "a token may be any text",
    steps: [
      { reserve: "done", says: "reserved" },
      { reserve: "", says: "in_flight" },
      { complete: "done", says: true },
      { reserve: "held by done", says: "done" },
    ],
  },
];
