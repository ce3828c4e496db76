# Builds jobwire; what comes after has neither compiler nor sources.
#
# The base image is pinned by digest: the same bytes for everybody, whatever becomes of the tag. To
# move on, see "The image" in docs/dependencies.md.
FROM node:24.21.0-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6 AS base
WORKDIR /app
COPY package.json package-lock.json .npmrc ./

FROM base AS build
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY scripts/build.mjs scripts/build-web.mjs scripts/event-headings.mjs scripts/
COPY src src
COPY locales locales
RUN npm run build

FROM base AS packages
RUN npm ci --ignore-scripts --omit=dev

FROM base
RUN apt-get update \
  && apt-get install -y --no-install-recommends redis-server tini \
  && rm -rf /var/lib/apt/lists/* \
  && install -d -m 700 -o node -g node /data
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY locales locales
ENV NODE_ENV=production DATA_DIR=/data HTTP_HOST=0.0.0.0 HTTP_PORT=8080
USER node
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.HTTP_PORT + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# The kernel keeps process 1 from ending itself by a signal, and the watchdog has to be able to.
ENTRYPOINT ["tini", "--", "node", "dist/main.js"]
CMD ["start"]
