import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Whether Debian's nginx is installed. */
export const hasNginx: boolean = spawnSync("nginx", ["-v"]).status === 0;

/** A running nginx. */
export interface Nginx {
  readonly port: number;
  /** Speaks TLS, with the certificate of the folder. */
  readonly tlsPort: number;
  stop(): Promise<void>;
}

/** A certificate for `localhost`, signed by itself. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** Makes a certificate that is valid for so many days. */
export function makeCertificate(folder: string, name: string, days: number): Certificate {
  const key = join(folder, `${name}.key`);
  const certificate = join(folder, `${name}.pem`);
  execFileSync(
    "openssl",
    [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
      ...["-days", String(days), "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
      ...["-keyout", key, "-out", certificate],
    ],
    { stdio: "ignore" },
  );
  return { certificate, key };
}

/**
 * Starts nginx with these locations, on free ports of the loopback address.
 *
 * @param locations the inside of its `server` blocks
 */
export async function startNginx(locations: string, { certificate, key }: Certificate): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), "cmp-webhooks-nginx-"));
  const [port, tlsPort] = await Promise.all([freePort(), freePort()]);
  const file = join(folder, "nginx.conf");
  writeFileSync(file, configOf(folder, port, tlsPort, locations, certificate, key));
  const child = spawn("nginx", ["-p", folder, "-c", file, "-e", "stderr"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = once(child, "close");
  await readyOf(child);
  return {
    port,
    tlsPort,
    async stop() {
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configOf(
  folder: string,
  port: number,
  tlsPort: number,
  locations: string,
  ...tls: string[]
): string {
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  return `
    daemon off;
    user root;
    worker_processes 1;
    pid ${folder}/nginx.pid;
    error_log stderr notice;
    events {}
    http {
      access_log off;
      ${paths.map((path) => `${path}_temp_path ${folder}/${path};`).join("\n")}
      server { listen 127.0.0.1:${port}; ${locations} }
      server {
        listen 127.0.0.1:${tlsPort} ssl;
        ssl_certificate ${tls[0]};
        ssl_certificate_key ${tls[1]};
        ${locations}
      }
    }`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** nginx tells that a worker runs. Its log goes on to be read, or it would stop at a full pipe. */
function readyOf({ stderr }: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = "";
    stderr?.setEncoding("utf8").on("data", (text: string) => {
      log += text;
      if (log.includes("start worker process")) resolve();
    });
    stderr?.on("end", () => reject(new Error(`nginx did not start:\n${log}`)));
  });
}
