import { toFetchHandler } from "optimizely-cmp-webhooks/fetch";
import type { MakeFetch } from "./contestant.js";
import { makeReceiver } from "./ours.js";

/** The adapter, as the README has it. */
export const makeFetch: MakeFetch = (tally) => toFetchHandler(makeReceiver(tally));
