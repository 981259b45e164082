import { isLoopback } from "../values.js";
import { readCertificate } from "./certificate.js";
import { Examination, type Patient } from "./examination.js";
import { type Finding, failed, ok, skipped } from "./finding.js";

/** A certificate is renewed long before by those who do it by machine. */
const leastDays = 14;

/**
 * Asks a live endpoint what only the sender sees. No request holds an event, so that no handler runs.
 *
 * @param report is told of each finding at once
 */
export async function examine(patient: Patient, report: (finding: Finding) => void): Promise<void> {
  const { url } = patient;
  const scheme = checkScheme(url);
  report(scheme);
  if (url.protocol === "https:") {
    const certificate = await checkCertificate(url);
    report(certificate);
    // The secret must not go to a server that is not known.
    if (certificate.result === "fail") return;
  }
  const examination = new Examination(patient, scheme.result === "ok");
  const open = await examination.withoutSecret();
  report(open);
  if (open.answer?.code === undefined) return;
  report(await examination.byGet());
  report(await examination.withWrongSecret());
  report(await examination.withSecret());
  report(await examination.withSize("1.5 MB", 1_500_000));
  report(await examination.withSize("5 MB", 5_000_000));
  report(await examination.withGzip());
  report(examination.time());
}

function checkScheme(url: URL): Finding {
  const check = "https";
  if (url.protocol === "https:") return ok(check, "the address is https");
  if (isLoopback(url)) {
    return ok(check, "http, which is enough on this machine; CMP itself accepts https addresses only");
  }
  return failed(
    check,
    "the address is http",
    "CMP accepts https addresses only, and the secret would travel in clear.",
  );
}

async function checkCertificate(url: URL): Promise<Finding> {
  const check = "certificate";
  const { problem, daysLeft } = await readCertificate(url);
  // The first request tells why.
  if (daysLeft === undefined) return skipped(check, "no connection");
  if (problem !== undefined) {
    return failed(
      check,
      `${problem} (${daysLeft} days left)`,
      "CMP cannot connect: install a certificate of a public authority, with its chain.",
    );
  }
  if (daysLeft < leastDays) {
    return failed(check, `it expires in ${daysLeft} days`, "Renew it: CMP does not deliver after that day.");
  }
  return ok(check, `it is valid for another ${daysLeft} days`);
}
