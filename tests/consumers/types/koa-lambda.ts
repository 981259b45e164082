/* The adapters for Koa and Lambda against the real types of their hosts. */
import type {
  ALBHandler,
  APIGatewayProxyHandler,
  APIGatewayProxyHandlerV2,
  Context as LambdaContext,
  LambdaFunctionURLHandler,
} from "aws-lambda";
import type Koa from "koa";
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { toKoaMiddleware } from "optimizely-cmp-webhooks/koa";
import { type LambdaEvent, toLambdaHandler } from "optimizely-cmp-webhooks/lambda";

const receiver = createReceiver({ router: new EventRouter(), secret: null });

declare const app: Koa;
declare const tenants: Koa<{ user: string }, { tenant: string }>;
export const middleware: Koa.Middleware = toKoaMiddleware(receiver);
app.use(toKoaMiddleware(receiver));
tenants.use(toKoaMiddleware(receiver));
app.use(async (context, next) => (context.path === "/webhooks/cmp" ? middleware(context, next) : next()));

export const handler = toLambdaHandler(receiver);
export const gateway: APIGatewayProxyHandler = handler;
export const gatewayV2: APIGatewayProxyHandlerV2 = handler;
export const functionUrl: LambdaFunctionURLHandler = handler;
export const balancer: ALBHandler = handler;

declare const context: LambdaContext;
export const wrapped = async (event: LambdaEvent): Promise<number> => {
  console.log(context.awsRequestId);
  return (await handler(event)).statusCode;
};
