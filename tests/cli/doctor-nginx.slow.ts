import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasNginx, makeCertificate, type Nginx, startNginx } from "../support/nginx.js";
import { failuresOf, receive } from "./doctor-kit.js";
import { refusingUrl, useProgram } from "./program.js";

const { run, runAlone, file, serve } = useProgram();

const certificates = () => ({
  long: makeCertificate(file("/"), "long", 90),
  short: makeCertificate(file("/"), "short", 5),
});

describe.skipIf(!hasNginx)("behind a real nginx", () => {
  let nginx: Nginx | undefined;
  let expiring: Nginx | undefined;
  let made: ReturnType<typeof certificates>;

  beforeAll(async () => {
    const backend = await serve(receive());
    const pass = `proxy_pass ${backend}webhooks/cmp;`;
    const locations = `
      client_max_body_size 6m;
      location = /healthy { ${pass} }
      location = /limited { client_max_body_size 1m; ${pass} }
      location = /dropped { proxy_set_header callback-secret ""; ${pass} }
      location = /moved { return 301 https://example.com/webhooks/cmp; }
      location = /away { proxy_pass ${await refusingUrl()}; }`;
    made = certificates();
    nginx = await startNginx(locations, made.long);
    expiring = await startNginx(locations, made.short);
  });
  afterAll(async () => {
    await Promise.all([nginx?.stop(), expiring?.stop()]);
  });

  const rows: readonly (readonly [location: string, said: readonly string[]])[] = [
    [
      "limited",
      [
        "body of 1.5 MB",
        "HTML page of nginx",
        '("413 Request Entity Too Large")',
        "set client_max_body_size 6m;",
      ],
    ],
    ["dropped", ["401 secret_missing though a secret was sent", "proxy_set_header callback-secret"]],
    [
      "moved",
      ["301 redirects to https://example.com/webhooks/cmp", "register https://example.com/webhooks/cmp"],
    ],
    ["away", ["502 from an HTML page of nginx", "does not reach the receiver"]],
    ["nowhere", ["404 from an HTML page of nginx", "Nothing receives at /nowhere"]],
  ];

  test("that forwards everything, nothing is wrong", async () => {
    const ended = await run(["doctor", `http://127.0.0.1:${nginx?.port}/healthy`]);
    expect(failuresOf(ended)).toBe("");
    expect(ended.code).toBe(0);
  });

  test.each(rows)("/%s is found", async (location, said) => {
    const ended = await run(["doctor", `http://127.0.0.1:${nginx?.port}/${location}`]);
    const failures = failuresOf(ended);
    for (const text of said) expect(failures).toContain(text);
    expect(ended.code).toBe(1);
  });

  test("with a self-signed certificate, and no secret is sent there", async () => {
    const ended = await run(["doctor", `https://localhost:${nginx?.tlsPort}/healthy`]);
    expect(failuresOf(ended)).toMatch(/certificate +it is self-signed \((89|90) days left\)/);
    expect(ended.stdout).not.toContain("right secret");
    expect(ended.code).toBe(1);
  });

  test("with a certificate that is for another name", async () => {
    const env = { NODE_EXTRA_CA_CERTS: made.long.certificate };
    const ended = await runAlone(["doctor", `https://127.0.0.1:${nginx?.tlsPort}/healthy`], { env });
    expect(failuresOf(ended)).toContain("it is for another host name");
  });

  test("with a good certificate the days left are shown", async () => {
    const env = { NODE_EXTRA_CA_CERTS: made.long.certificate };
    const ended = await runAlone(["doctor", `https://localhost:${nginx?.tlsPort}/healthy`], { env });
    expect(ended.stdout).toMatch(/ok +certificate +it is valid for another (89|90) days/);
    expect({ failures: failuresOf(ended), code: ended.code }).toEqual({ failures: "", code: 0 });
  });

  test("with a certificate that soon expires", async () => {
    const env = { NODE_EXTRA_CA_CERTS: made.short.certificate };
    const ended = await runAlone(["doctor", `https://localhost:${expiring?.tlsPort}/healthy`], { env });
    expect(failuresOf(ended)).toMatch(/it expires in [45] days[\s\S]*Renew it/);
  });
});
