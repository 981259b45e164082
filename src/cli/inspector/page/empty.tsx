import type { Settings } from "../wire.js";
import { Button } from "./controls.js";
import { sendSample } from "./state.js";

/** What to do before the first delivery has come. */
export function Empty({ settings: { listenUrl, events } }: { readonly settings: Settings }) {
  const { port, pathname } = new URL(listenUrl);
  return (
    <section class="empty">
      <h2>No deliveries yet</h2>
      <p>This page shows each delivery as it arrives at {listenUrl}.</p>
      <h3>Try it now</h3>
      <Button class="main" onClick={sendSample}>
        Send a sample
      </Button>
      <p>Or send one of each of the {events.length} events:</p>
      <pre>{`npx optimizely-cmp-webhooks send --all --to ${listenUrl}`}</pre>
      <h3>Receive from CMP</h3>
      <p>1. Open a tunnel, with one of these:</p>
      <pre>{`cloudflared tunnel --url http://127.0.0.1:${port}\nngrok http ${port}`}</pre>
      <p>
        2. In CMP, under Admin &gt; Apps and Webhooks, make a webhook with the HTTPS address of the tunnel
        {pathname !== "/" && `, followed by ${pathname}`}, and the secret that <code>listen</code> was started
        with.
      </p>
      <p>3. Choose events, and change something in CMP, such as the title of a task.</p>
    </section>
  );
}
