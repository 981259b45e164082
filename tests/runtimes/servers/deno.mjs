import { toFetchHandler } from "optimizely-cmp-webhooks/fetch";
import { makeReceiver } from "./app.mjs";

const handle = toFetchHandler(makeReceiver());
const onListen = ({ port }) => console.log(`port ${port}`);
Deno.serve({ hostname: "127.0.0.1", port: 0, onListen }, (request) => handle(request));
