import { toFetchHandler } from "optimizely-cmp-webhooks/fetch";
import { makeReceiver } from "./app.mjs";

let handle;

export default {
  fetch(request, _env, context) {
    // Workers allow no timers and no random numbers before the first request.
    handle ??= toFetchHandler(makeReceiver());
    return handle(request, context);
  },
};
