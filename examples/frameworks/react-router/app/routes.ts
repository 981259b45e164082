import { type RouteConfig, route } from "@react-router/dev/routes";

export default [route("webhooks/cmp", "routes/webhooks.cmp.ts")] satisfies RouteConfig;
