import { defineConfig } from "vitepress";
import manifest from "../../package.json" with { type: "json" };
import { linkWith } from "./links.js";
import { writeForMachines } from "./llms.js";
import { groups, pageOf, root, titleOf } from "./pages.js";
import { drawPictures } from "./pictures.js";
import { slugOf } from "./slug.js";

const repository = manifest.repository.url.replace(/^git\+|\.git$/g, "");
/** The path of the site on its host, with slashes around it: that of GitHub Pages has the repository's name. */
const base: `/${string}/` | "/" = process.env["SITE_BASE"]
  ? `/${process.env["SITE_BASE"].replaceAll(/^\/|\/$/g, "")}/`
  : "/";

export default defineConfig({
  title: "optimizely-cmp-webhooks",
  description: manifest.description,
  lang: "en",
  base,
  // The documents are read where they are.
  srcDir: "..",
  srcExclude: ["!(README).md", "!(docs|site|README.md)/**", "site/!(api)/**", "site/*.md"],
  outDir: "dist",
  cacheDir: "node_modules/.cache/vitepress",
  rewrites: (file) => pageOf(file) ?? file,
  cleanUrls: false,
  lastUpdated: false,
  head: [["link", { rel: "icon", href: "data:," }]],
  markdown: {
    config: (markdown) => {
      linkWith({ root, repository, pageOf })(markdown);
      drawPictures(markdown);
    },
    anchor: { slugify: slugOf },
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
  },
  themeConfig: {
    nav: [
      { text: "Troubleshooting", link: "/troubleshooting" },
      { text: "API", link: "/api/" },
    ],
    sidebar: [
      ...groups.map(({ title, files }) => ({
        text: title,
        items: files.map((file) => ({ text: titleOf(file), link: `/${pageOf(file)}` })),
      })),
      { text: "API reference", items: [{ text: "All entries", link: "/api/" }] },
    ],
    outline: [2, 3],
    search: { provider: "local", options: { detailedView: true } },
    socialLinks: [{ icon: "github", link: repository }],
    externalLinkIcon: true,
  },
  vite: {
    server: { fs: { allow: [root] } },
    build: { chunkSizeWarningLimit: 4000 },
    plugins: [
      {
        name: "event-catalogue",
        enforce: "pre",
        // The list of docs/events/index.md can be filtered here.
        transform: (code, id) =>
          id.endsWith("/docs/events/index.md")
            ? code.replace(/<!-- catalogue:[\s\S]*(?=\n\*\*Parts )/, "<EventCatalogue />\n")
            : undefined,
      },
      {
        name: "vue-of-this-folder",
        // The pages are outside this folder, so that nothing is found from there.
        config: (_, { isSsrBuild }) =>
          isSsrBuild ? { build: { rollupOptions: { external: ["vue", "vue/server-renderer"] } } } : {},
      },
    ],
  },
  buildEnd: ({ outDir }) => writeForMachines(outDir, base, manifest.description),
});
