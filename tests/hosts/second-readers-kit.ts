import { createServer, type IncomingMessage, type Server } from "node:http";
import { setImmediate as turn } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import express from "express";
import express4 from "express4";
import type { Receiver } from "optimizely-cmp-webhooks";
import { toExpressHandler } from "optimizely-cmp-webhooks/express";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";
import { type Sent, secret } from "../support/client.js";
import { taskAdded } from "../support/recorder.js";

export type Request = IncomingMessage & { body?: unknown; rawBody?: unknown };

/** Somebody ahead of the receiver who does something with the body, and calls `next`. */
export type Ahead = (request: Request, next: () => void) => void;

export const parsed = JSON.parse(taskAdded);
export const handled = '200 {"code":"handled"}';
export const consumed = '500 {"code":"body_consumed"}';

/** Reads along and does not wait for the end; `keep` is called at the end. */
export function readAlong(keep: (request: Request, bytes: Buffer) => void): Ahead {
  return (request, next) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => keep(request, Buffer.concat(chunks)));
    next();
  };
}

/** Waits for the end of the body, then leaves `left` on the request. */
export function leave(left: (bytes: Buffer) => object): Ahead {
  return (request, next) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      Object.defineProperties(request, Object.getOwnPropertyDescriptors(left(Buffer.concat(chunks))));
      next();
    });
  };
}

export interface Row {
  readonly title: string;
  readonly ahead: Ahead;
  readonly sent?: Sent;
  readonly answer: string;
  /** With a secret that is known at once, and a body that nobody has read by then. */
  readonly inTime?: string;
}

export const whole: Sent = { body: taskAdded };
export const zipped: Sent = { body: gzipSync(taskAdded), headers: { "content-encoding": "gzip" } };

export const hosts: readonly (readonly [string, (ahead: Ahead, receiver: Receiver) => Server])[] = [
  [
    "node:http",
    (ahead, receiver) => {
      const handle = toNodeHandler(receiver);
      return createServer((request, response) => ahead(request, () => void handle(request, response)));
    },
  ],
  [
    "Express 5",
    (ahead, receiver) =>
      createServer(
        express().use((request, _response, next) => ahead(request, next), toExpressHandler(receiver)),
      ),
  ],
  [
    "Express 4",
    (ahead, receiver) =>
      createServer(
        express4().use((request, _response, next) => ahead(request, next), toExpressHandler(receiver)),
      ),
  ],
];

/** Finds the secret when the body has had time to be read by somebody else. */
export async function findLate(): Promise<string> {
  for (let turns = 0; turns < 20; turns++) await turn();
  return secret;
}
