import { type ApiRequest, type Part, refuse } from "./exchange.js";

/** Where the fake CMP gives tokens. */
export const tokenPath = "/o/oauth2/v1/token";

/** Who may have a token. */
export interface Registered {
  readonly clientId: string;
  readonly clientSecret: string;
  /** What is told as `expires_in`, in seconds. */
  readonly expiresIn: number;
}

/** Gives tokens for the grant `client_credentials`, and knows them again. */
export class Tokens {
  readonly #registered: Registered;
  readonly #valid = new Set<string>();
  #count = 0;

  constructor(registered: Registered) {
    this.#registered = registered;
  }

  /** The token endpoint. It takes a form and JSON, as CMP's does. */
  readonly answer: Part = (request) => {
    if (request.path !== tokenPath) return undefined;
    if (request.method !== "POST") return refuse(405, "Method not allowed");
    const { clientId, clientSecret, expiresIn } = this.#registered;
    const form = readForm(request);
    if (form.get("grant_type") !== "client_credentials")
      return { status: 400, body: { error: "unsupported_grant_type" } };
    if (form.get("client_id") !== clientId || form.get("client_secret") !== clientSecret) {
      return { status: 401, body: { error: "invalid_client" } };
    }
    const token = `token-${++this.#count}-of-the-fake-cmp`;
    this.#valid.add(token);
    return { status: 200, body: { access_token: token, expires_in: expiresIn, token_type: "Bearer" } };
  };

  /** The answer to a request without a token that is valid. */
  readonly guard: Part = ({ header }) => {
    const [scheme, token] = header("authorization")?.split(" ") ?? [];
    return scheme === "Bearer" && token !== undefined && this.#valid.has(token)
      ? undefined
      : refuse(401, "The access token is missing, expired or revoked");
  };

  /** From now on all tokens that were given are refused. */
  revoke(): void {
    this.#valid.clear();
  }
}

function readForm({ body }: ApiRequest): ReadonlyMap<string, unknown> {
  if (typeof body !== "string") return new Map(Object.entries(Object(body)));
  const form = new Map<string, unknown>();
  new URLSearchParams(body).forEach((value, name) => {
    form.set(name, value);
  });
  return form;
}
