/*
 * A process that sends requests, so that what is measured has a processor of its own.
 */
import { obey } from "../children/control.js";
import { Flood, type FloodResult } from "./flood.js";
import { runRefusals } from "./refusals.js";

/** Connections to be opened to a server. */
export interface OpenOrder {
  readonly port: number;
  readonly request: Buffer;
  readonly connections: number;
}

let flood = new Flood(Buffer.alloc(0));

async function open({ port, request, connections }: OpenOrder): Promise<void> {
  flood.close();
  flood = new Flood(Buffer.from(request));
  await flood.open(port, connections);
}

const run = (count: number): Promise<FloodResult> => flood.run(count);

const close = (): void => flood.close();

obey({ open, run, close, refuse: runRefusals });
