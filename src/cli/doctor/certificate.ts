import { isIP } from "node:net";
import { connect } from "node:tls";
import { messageOf, systemCodeOf } from "../failure.js";
import { timeoutMs } from "./probe.js";

/** The certificate of a server. */
export interface Certificate {
  /** Why clients such as CMP refuse it; `undefined` when they accept it. */
  readonly problem: string | undefined;
  /** Whole days for which it is still valid, negative when it has expired; `undefined` when there was no connection. */
  readonly daysLeft: number | undefined;
}

const day = 24 * 60 * 60 * 1_000;

const problems: ReadonlyMap<string, string> = new Map([
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "it is self-signed"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "its authority is not a public one"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "the server does not send the intermediate certificate"],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "its authority is not a public one"],
  ["CERT_HAS_EXPIRED", "it has expired"],
  ["CERT_NOT_YET_VALID", "it is not valid yet"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "it is for another host name"],
]);

/** Looks at the certificate, and sends nothing. Never rejects. */
export function readCertificate({ hostname, port }: URL): Promise<Certificate> {
  const host = hostname.replace(/^\[|\]$/g, "");
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port: Number(port || 443),
      ...(isIP(host) === 0 ? { servername: host } : {}),
      // So that the days left of a refused one can be read as well.
      rejectUnauthorized: false,
      timeout: timeoutMs,
    });
    const end = (certificate: Certificate): void => {
      socket.destroy();
      resolve(certificate);
    };
    socket.on("error", (error) =>
      end({ problem: systemCodeOf(error) ?? messageOf(error), daysLeft: undefined }),
    );
    socket.on("timeout", () => end({ problem: "the handshake did not end", daysLeft: undefined }));
    socket.on("secureConnect", () => {
      const daysLeft = Math.floor((Date.parse(socket.getPeerCertificate().valid_to) - Date.now()) / day);
      const code = socket.authorized ? undefined : codeOf(socket.authorizationError);
      end({ problem: code === undefined ? undefined : (problems.get(code) ?? code), daysLeft });
    });
  });
}

/** Typed as an error, and a string in fact. */
function codeOf(error: unknown): string {
  return systemCodeOf(error) ?? messageOf(error);
}
