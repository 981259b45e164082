import type { Command } from "../command.js";
import { Session } from "../listen/session.js";
import { defaultPort, readSettings } from "../listen/settings.js";

/** `cmp-webhooks listen` */
export const listen: Command = {
  name: "listen",
  summary: "Receive deliveries and show what is in them",
  usage: "[OPTIONS]",
  details: [
    "Point a tunnel at it and register its address in CMP: every delivery is shown",
    "when it arrives, with its ids and links, and all that differs from its type.",
    "Ctrl-C stops it and prints a summary.",
    "",
    "The secret is checked first, and never shown or saved. The answer to a known",
    "event is 200, to another one 202; with --forward it is the answer of that URL.",
  ],
  options: {
    port: { value: "PORT", about: `The port; 0 takes a free one [default: ${defaultPort}]` },
    host: { value: "HOST", about: "The address to listen on [default: 127.0.0.1]" },
    path: { value: "PATH", about: "The one path for deliveries [default: /]" },
    secret: { value: "SECRET", about: "The registered secret [default: $CMP_WEBHOOK_SECRET]" },
    "no-secret": { about: "Accept every caller" },
    body: { about: "Show bodies" },
    events: { value: "NAMES", about: "Show these events only, such as task_added,task_removed" },
    save: { value: "FILE", about: "Add each delivery to this file, without credentials" },
    forward: { value: "URL", about: "Forward each delivery, with the secret" },
    ui: { about: "Serve a page that shows deliveries and sends them again" },
    "ui-port": { value: "PORT", about: "The port of that page, 4040 unless given; 0 takes a free one" },
  },
  words: [0, 0],
  examples: [
    "CMP_WEBHOOK_SECRET=change-me cmp-webhooks listen",
    "cmp-webhooks listen --no-secret --port 8080 --save deliveries.ndjson",
    "cmp-webhooks listen --ui --forward http://localhost:3000/webhooks/cmp",
  ],
  async run(args, terminal) {
    const settings = readSettings(args);
    terminal.hide(settings.secret);
    await new Session(settings, terminal, args.has("json")).run();
    return 0;
  },
};
