import type { LambdaEvent } from "optimizely-cmp-webhooks/lambda";

/** An event as its source sends it, with the headers that CMP and the source add. */
type MakeEvent = (body: string, headers: Readonly<Record<string, string>>, method?: string) => LambdaEvent;

const sent = {
  "content-type": "application/json",
  host: "hooks.example.com",
  "organization-id": "org-7d1f",
  "user-agent": "Welcome-Webhook/1.0",
  "x-forwarded-for": "203.0.113.9",
};

/** Of each source that Lambda has for HTTP, in the form that AWS documents; the ids are of our own. */
export const events = {
  "API Gateway 1.0": (body, headers, method = "POST") => ({
    resource: "/{proxy+}",
    path: "/webhooks/cmp",
    httpMethod: method,
    headers: titled({ ...sent, ...headers }),
    multiValueHeaders: listed(titled({ ...sent, ...headers })),
    queryStringParameters: null,
    pathParameters: { proxy: "webhooks/cmp" },
    requestContext: { accountId: "210987654321", httpMethod: method, requestId: "r-1", stage: "prod" },
    body: body === "" ? null : body,
    isBase64Encoded: false,
  }),
  "API Gateway 2.0": (body, headers, method = "POST") => ({
    version: "2.0",
    routeKey: "$default",
    rawPath: "/webhooks/cmp",
    rawQueryString: "",
    headers: { ...sent, ...headers },
    requestContext: {
      accountId: "210987654321",
      apiId: "a1b2c3",
      http: { method, path: "/webhooks/cmp", protocol: "HTTP/1.1", sourceIp: "203.0.113.9" },
      requestId: "r-2",
    },
    ...(body === "" ? {} : { body }),
    isBase64Encoded: false,
  }),
  "a function URL": (body, headers, method = "POST") => ({
    version: "2.0",
    rawPath: "/",
    headers: { ...sent, host: "f0o.lambda-url.eu-west-1.on.aws", ...headers },
    requestContext: {
      accountId: "anonymous",
      domainName: "f0o.lambda-url.eu-west-1.on.aws",
      http: { method, path: "/", protocol: "HTTP/1.1", sourceIp: "203.0.113.9" },
      requestId: "r-3",
    },
    ...(body === "" ? {} : { body }),
    isBase64Encoded: false,
  }),
  "an ALB": (body, headers, method = "POST") => ({
    ...alb(body, method),
    headers: { ...sent, ...headers },
  }),
  "an ALB with multi-value headers": (body, headers, method = "POST") => ({
    ...alb(body, method),
    multiValueHeaders: listed({ ...sent, ...headers }),
  }),
} as const satisfies Readonly<Record<string, MakeEvent>>;

function alb(body: string, httpMethod: string) {
  const targetGroupArn = "arn:aws:elasticloadbalancing:eu-west-1:210987654321:targetgroup/cmp/0a1b2c3d";
  return {
    requestContext: { elb: { targetGroupArn } },
    httpMethod,
    path: "/webhooks/cmp",
    queryStringParameters: {},
    body,
    isBase64Encoded: false,
  };
}

/** API Gateway 1.0 writes the names of headers as browsers do. */
function titled(headers: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(headers);
  return Object.fromEntries(
    entries.map(([name, value]) => [name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()), value]),
  );
}

function listed(headers: Readonly<Record<string, string>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
}
