import { writeFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { answerWith, type Ended, refusingUrl, useProgram } from "./program.js";

const { run, runAlone, start, file, serve } = useProgram();

const event = '{"event_name":"task_removed","data":{"task":{"id":"t"}}}';
const urls = { refused: "", failing: "", willing: "" };

beforeAll(async () => {
  urls.refused = await refusingUrl();
  urls.failing = await serve(answerWith(500, '{"code":"handler_failed"}'));
  urls.willing = await serve(answerWith(200));
  writeFileSync(file("empty.json"), "\n");
  writeFileSync(file("cut.json"), event.slice(0, -9));
  writeFileSync(file("none.json"), "[]");
  writeFileSync(file("latin.json"), Buffer.from('{"event_name":"caf\xe9"}', "latin1"));
  writeFileSync(file("cut.ndjson"), `${event}\n${event.slice(0, 30)}\n${event}\n`);
});

/** A name for the row, what is typed, the exit code, and what the one line on stderr has in it. */
type BadRow = readonly [name: string, command: string, code: 1 | 2, message: string];

const rows: readonly BadRow[] = [
  ["no command", "", 2, "listen, send, soak, check, "],
  ["an unknown command", "sned", 2, "Did you mean send?"],
  ["an option ahead of the command", "--json events", 2, "The command must be first"],
  ["an unknown option", "send --tooo x", 2, "Did you mean --to?"],
  ["an option of another command", "secret --port 1", 2, "secret has no option --port"],
  ["an option without its value", "send task_added --to", 2, "--to must have a value"],
  ["an option in place of a value", "send task_added --to --json", 2, "--to must have a value"],
  ["an empty value", "listen --host=", 2, '--host must have a value, received "". Is a variable not set?'],
  ["an empty name of a file", "send --from= --all", 2, '--from must have a value, received ""'],
  ["a value that begins with a dash", "listen --path=-x", 2, "begin with a slash, no ? or #"],
  ["a value for a switch", "events --json=yes", 2, "--json must not have a value"],
  ["a word too many", "check a b", 2, '"b" is one word too many'],
  ["a word too few", "check", 2, "Usage: cmp-webhooks check FILE"],
  ["an unknown event to send", "send tsk_added", 2, "Did you mean task_added?"],
  [
    "an unknown event to tell about",
    "events asset_add",
    2,
    "Did you mean asset_added or task_asset_added or task_asset_draft_added?",
  ],
  ["an event like none", "events zzzzzzzzzzzz", 2, 'CMP has no event "zzzzzzzzzzzz". See'],
  ["no event to send", "send", 2, "Which event?"],
  ["all events and one more", "send --all task_added", 2, "name none with it"],
  ["a URL that is none", "send task_added --to nowhere", 2, "must be an http or https URL"],
  ["a URL of another kind", "send task_added --to ftp://localhost/", 2, "must be an http or https URL"],
  ["a URL with a password", "send task_added --to http://a:b@localhost/", 2, "without a name and password"],
  ["a change of nothing", "send task_added --set =3", 2, "must be PATH=VALUE"],
  ["a change to what is no JSON", "send task_added --set data:={", 2, "must have JSON behind it"],
  ["a secret that CMP would cut", `send task_added --secret ${"s".repeat(33)}`, 2, "--secret must be"],
  ["a rate of 0", "soak --to http://localhost:1 --rate 0", 2, 'a number from 0.1 to 10000, received "0"'],
  ["a rate below 0", "soak --to http://localhost:1 --rate -5", 2, 'received "-5"'],
  ["a rate that is no number", "soak --to http://localhost:1 --rate many", 2, "a number from"],
  ["a duration without an end", "soak --to http://localhost:1 --duration Infinity", 2, "a number from"],
  ["a rate with a unit", "soak --to http://localhost:1 --rate 5s", 2, 'received "5s"'],
  ["too many events", "soak --to http://localhost:1 --rate 9000 --duration 3600", 2, "choose less"],
  [
    "a share above all",
    "soak --to http://localhost:1 --duplicates 101%",
    2,
    "a share from 0% to 100%, received",
  ],
  ["a target on another machine", "soak --to http://192.0.2.1/", 2, "--allow-remote"],
  ["a name that only looks like home", "soak --to http://localhost.example.com/", 2, "--allow-remote"],
  ["no target", "soak", 2, "--to must be an http or https URL"],
  ["a port out of range", "listen --port 65536", 2, "from 0 to 65535"],
  ["a path without its slash", "listen --path webhooks", 2, "begin with a slash"],
  ["a path that no request can have", "listen --path /ä", 2, "letters like ä encoded"],
  ["a secret and none", "listen --secret abc --no-secret", 2, "exclude each other"],
  [
    "a place that cannot be written",
    "listen --save /nowhere/at/all",
    1,
    "--save: there is no folder /nowhere/at. Create it first",
  ],
  ["an address of another machine", "listen --host 192.0.2.1", 1, "is not an address of this machine"],
  [
    "a forward to itself",
    "listen --forward http://localhost:8267/x",
    2,
    "not be the address of listen itself",
  ],
  [
    "the same of IPv6",
    "listen --host [2001:db8::1] --forward http://[2001:db8::1]:8267/",
    2,
    "of listen itself",
  ],
  ["the same of every address", "listen --host 0.0.0.0 --forward http://[::]:8267/", 2, "of listen itself"],
  ["a port in use", "listen --port PORT", 1, "is in use. Choose another with --port"],
  ["a file that is not there", "check FILES/nothing.json", 1, "there is no such file"],
  ["a folder", "check FILES/.", 1, "it is a folder"],
  ["an empty file", "check FILES/empty.json", 1, "it is empty"],
  ["an empty array", "check FILES/none.json", 1, "there is no body in it"],
  ["a file that is not UTF-8", "check FILES/latin.json", 1, "it is not UTF-8"],
  [
    "nothing of that name to replay",
    "send event_added --from FILES/cut.ndjson",
    1,
    "no delivery of event_added",
  ],
  ["nobody at the URL", "send --all --to REFUSED", 1, "the connection was refused: 43 deliveries not sent"],
  ["nobody at the URL of a soak", "soak --to REFUSED", 1, "the connection was refused"],
];

test.each(rows)("%s: `%s` ends with %i and one line", async (_name, command, code, message) => {
  const ended = await run(expand(command));
  expect(ended.stderr).toContain(message);
  expect(ended.stderr).toMatch(/^cmp-webhooks: [^\n]+\n$/);
  expect(ended.stderr).not.toMatch(/\bat .+:\d+:\d+|node:internal/);
  expect(ended).toMatchObject({ code, stdout: "" });
});

test.each([
  ["the end", "events", 0],
  ["a wrong use", "sned", 2],
  ["a failure", "check FILES/nothing.json", 1],
  ["a connection that is kept", "send task_added task_removed --to FAILING", 1],
])("%s is the same in a process of its own: `%s` ends with %i", async (_name, command, code) => {
  const [alone, repeated] = [await runAlone(expand(command)), await run(expand(command))];
  expect(alone.code).toBe(code);
  expect(withoutTimes(repeated)).toEqual(withoutTimes(alone));
});

test("a secret that will not do is not repeated", async () => {
  const { stderr } = await run(["send", "task_added", `--secret=${"hush-".repeat(7)}`]);
  expect(stderr).toContain("--secret");
  expect(stderr).not.toContain("hush");
});

test("listen without a secret tells both ways to start it", async () => {
  const { code, stderr } = await run(["listen"], { CMP_WEBHOOK_SECRET: "" });
  expect(code).toBe(2);
  expect(stderr).toMatch(/CMP_WEBHOOK_SECRET.*--secret.*--no-secret/);
});

test("a target that answers 500 for ever is told of, delivery by delivery", async () => {
  const { code, stdout, stderr } = await run(["send", "task_added", "task_removed", "--to", urls.failing]);
  expect(stdout.match(/500 {2}not acknowledged/g)).toHaveLength(2);
  expect(stdout).toContain("2 deliveries, 0 acknowledged");
  expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
});

test.each([201, 204, 301, 404])("%i is no acknowledgement", async (status) => {
  const url = await serve(answerWith(status));
  expect(await run(["send", "task_added", "--to", url])).toMatchObject({ code: 1 });
});

test("a cut line is named by its number, and the others are sent", async () => {
  const { code, stdout, stderr } = await run(["send", "--from", file("cut.ndjson"), "--to", urls.willing]);
  expect(stderr).toMatch(/^cmp-webhooks: \S+cut\.ndjson:2 is left out: it is not JSON\n$/);
  expect(stdout).toContain("2 deliveries, 2 acknowledged");
  expect(code).toBe(1);
});

test.each(["cut.json", "cut.ndjson"])("check names what is cut in %s", async (name) => {
  const { code, stdout, stderr } = await run(["check", file(name)]);
  expect(stdout).toContain("not JSON");
  expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
});

test("a reader that closes the pipe is no error, and the work continues", async () => {
  const running = start(["send", "--all", "--to", urls.willing]);
  await running.line("acknowledged");
  running.child.stdout?.destroy();
  expect(await running.end()).toMatchObject({ code: 0, stderr: "" });
});

test("a reader that closes the pipe ends listen", async () => {
  const running = start(["listen", "--port", "0"]);
  const line = await running.line("http://");
  running.child.stdout?.destroy();
  await fetch(/http:\S+/.exec(line)?.[0] ?? "");
  expect(await running.end()).toMatchObject({ code: 0, stderr: "" });
});

function withoutTimes({ code, stdout, stderr }: Ended): Ended {
  return { code, stdout: stdout.replaceAll(/ +[\d.]+ ms/g, ""), stderr };
}

function expand(command: string): readonly string[] {
  return command
    .replace("REFUSED", urls.refused)
    .replace("FAILING", urls.failing)
    .replace("FILES/", file("/"))
    .replace("PORT", new URL(urls.willing).port)
    .split(" ")
    .filter(Boolean);
}
