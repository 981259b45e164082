import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { explain } from "./explain.js";
import { type Finding, failed, ok, skipped } from "./finding.js";
import { type Answer, ask, type Probe } from "./probe.js";

/** The endpoint that `doctor` examines. */
export interface Patient {
  readonly url: URL;
  readonly secret: string | undefined;
  /** Sent as `organization-id`. */
  readonly organizationId: string | undefined;
}

/** CMP stops waiting after so many milliseconds, by its older pages. */
const patienceMs = 10_000;

/** The codes of refusals that show that a request came to the receiver, and did not run a handler. */
const arrived: readonly string[] = [
  "secret_missing",
  "secret_mismatch",
  "malformed_envelope",
  "malformed_json",
];

/** The requests to one endpoint. */
export class Examination {
  readonly #patient: Patient;
  /** Whether the secret may be sent. */
  readonly #isSafe: boolean;
  #slowest = 0;

  constructor(patient: Patient, isSafe: boolean) {
    this.#patient = patient;
    this.#isSafe = isSafe;
  }

  async withoutSecret(): Promise<Finding> {
    const check = "no secret";
    const answer = await this.#ask({ body: "{}" });
    if (answer.code === "malformed_envelope") {
      return failed(
        check,
        "400 malformed_envelope",
        "The receiver accepts every caller: give it a `secret`.",
        answer,
      );
    }
    return this.#expect(check, answer, ["secret_missing"], false);
  }

  async byGet(): Promise<Finding> {
    const answer = await this.#ask({ method: "GET" });
    if (answer.status === 405) return ok("GET", "405, as it should be", answer);
    return ok(
      "GET",
      `${answer.status || answer.error}, ${answer.code ?? "of something else"}: it does no harm, since CMP sends POST`,
      answer,
    );
  }

  async withWrongSecret(): Promise<Finding> {
    const wrong = randomBytes(16).toString("hex");
    const answer = await this.#ask({ body: "{}", headers: { "callback-secret": wrong } });
    if (answer.code === "malformed_envelope") {
      return failed("wrong secret", "400 malformed_envelope", "The receiver accepts any secret.", answer);
    }
    return this.#expect("wrong secret", answer, ["secret_mismatch"], true);
  }

  async withSecret(): Promise<Finding> {
    const check = "right secret";
    if (!this.#isSafe) return skipped(check, "not sent over http");
    if (this.#patient.secret === undefined)
      return skipped(check, "not sent: give --secret or set CMP_WEBHOOK_SECRET");
    const answer = await this.#ask({ body: "{}", headers: this.#secret });
    return this.#expect(check, answer, ["malformed_envelope"], true);
  }

  async withSize(size: string, bytes: number): Promise<Finding> {
    const start = '{"padding":"';
    const body = `${start}${"x".repeat(bytes - start.length - 2)}"}`;
    const answer = await ask(this.#patient.url, {
      body,
      headers: { ...this.#organization, ...this.#secret },
    });
    return this.#expect(`body of ${size}`, answer, arrived, "callback-secret" in this.#secret);
  }

  async withGzip(): Promise<Finding> {
    const headers = { "content-encoding": "gzip", ...this.#secret };
    const answer = await this.#ask({ body: gzipSync('{"padding":""}'), headers });
    const sentSecret = "callback-secret" in this.#secret;
    return this.#expect("gzip body", answer, ["unsupported_encoding", ...arrived], sentSecret);
  }

  time(): Finding {
    const finding = `${this.#slowest.toFixed(0)} ms for the slowest small answer; CMP waits ${patienceMs / 1_000} s or longer`;
    return this.#slowest < patienceMs
      ? ok("time", finding)
      : failed(
          "time",
          finding,
          "CMP stops waiting and sends again: find out what is slow ahead of the receiver.",
        );
  }

  get #secret(): Readonly<Record<string, string>> {
    const { secret } = this.#patient;
    return secret === undefined || !this.#isSafe ? {} : { "callback-secret": secret };
  }

  get #organization(): Readonly<Record<string, string>> {
    const { organizationId } = this.#patient;
    return organizationId === undefined ? {} : { "organization-id": organizationId };
  }

  async #ask(probe: Probe): Promise<Answer> {
    const headers = { ...this.#organization, ...probe.headers };
    const answer = await ask(this.#patient.url, { ...probe, headers });
    this.#slowest = Math.max(this.#slowest, answer.ms);
    return answer;
  }

  #expect(check: string, answer: Answer, codes: readonly string[], sentSecret: boolean): Finding {
    const { status, code } = answer;
    const isDropped = code === "secret_missing" && sentSecret && !codes.includes("secret_missing");
    if (code !== undefined && codes.includes(code) && !isDropped)
      return ok(check, `${status} ${code}`, answer);
    const { finding, fix } = explain(answer, this.#patient.url, sentSecret);
    return failed(check, finding, fix, answer);
  }
}
