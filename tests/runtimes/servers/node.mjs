import { createServer } from "node:http";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";
import { makeReceiver } from "./app.mjs";

const server = createServer(toNodeHandler(makeReceiver()));
server.listen(0, "127.0.0.1", () => console.log(`port ${server.address().port}`));
