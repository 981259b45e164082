import { toFetchHandler } from "optimizely-cmp-webhooks/fetch";
import { makeReceiver } from "./app.mjs";

const handle = toFetchHandler(makeReceiver());
const server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: (request) => handle(request) });
console.log(`port ${server.port}`);
