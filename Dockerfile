FROM node:24-slim AS build
WORKDIR /app
# Packages before sources: this layer is made again only when the lockfile changes.
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
RUN npx --yes pnpm@12.21.0 fetch
COPY . .
RUN npx --yes pnpm@12.21.0 install --frozen-lockfile --offline && node scripts/build.mjs

# What the server needs, and no more. --no-optional leaves out the pinned Node: the image has its own.
RUN rm -rf node_modules apps/*/node_modules libs/*/node_modules \
  && npx --yes pnpm@12.21.0 --filter '@clientele/api...' install --frozen-lockfile --offline --prod --no-optional \
  && mkdir -p /product /data \
  && cp -a --parents node_modules apps/console/dist /product \
  && for part in apps/api libs/client-schema libs/runtime libs/storage; do \
       cp -a --parents "$part/package.json" "$part/node_modules" "$part/dist" /product; \
     done \
  && find /product/apps /product/libs -name '*.test.*' -delete

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0
COPY --from=build /product /app
COPY --from=build --chown=node:node /data /data
# Started from /, so that ./data, where an embedded database and its master key are kept, is the volume.
WORKDIR /
VOLUME /data
USER node
EXPOSE 4000 4001
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.ADMIN_PORT || 4001}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=16", "/app/apps/api/dist/main.js"]
