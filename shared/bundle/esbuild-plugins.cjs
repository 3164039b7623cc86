// What of the AWS SDK does not become part of a function. Named in serverless.yml under custom.esbuild; see
// docs/decisions/031-bundles-hold-what-runs.md.
const { readFile } = require('node:fs/promises');
const path = require('node:path');

/** @param {string} name */
const insteadOf = (name) => path.join(__dirname, 'instead-of', name);

/**
 * Packages whose place something smaller takes. Of eight ways to find credentials Lambda has one, its environment; the others
 * bring three more clients (SSO, STS, sign-in). Event streams are for calls that no function makes.
 */
const packages = new Map([
  ['@aws-sdk/credential-provider-node', insteadOf('default-provider.ts')],
  ['@smithy/core/event-streams', insteadOf('event-stream-serde.ts')],
]);

/** A function has no ~/.aws: whoever looks for it opens two files that are never there, on the way to the first answer. */
const SHARED_FILES = /[\\/]shared-ini-file-loader[\\/]loadSharedConfigFiles\.js$/;
/** Everything that a service can be asked, of which a function asks a few things. */
const SCHEMAS = /[\\/]@aws-sdk[\\/].*[\\/]dist-es[\\/]schemas[\\/]schemas_\d+\.js$/;

/** @type {import('esbuild').Plugin} */
const leaveOut = {
  name: 'leave-out',
  setup(build) {
    build.onResolve({ filter: /^@(aws-sdk|smithy)\// }, (asked) => {
      const instead = packages.get(asked.path);
      return instead === undefined ? undefined : { path: instead };
    });
    build.onLoad({ filter: SHARED_FILES }, async () => ({
      contents: await readFile(insteadOf('load-shared-config-files.ts'), 'utf8'),
      loader: 'ts',
    }));
    build.onLoad({ filter: SCHEMAS }, async (asked) => ({
      contents: withWrittenKeys(await readFile(asked.path, 'utf8')),
      loader: 'js',
    }));
  },
};

/**
 * Schemas as they are, but for keys: `{ [_h]: … }` becomes `{ "http": … }`, as `_h` says at the top. For all that esbuild knows
 * a computed key could do anything, so it keeps every schema that has one; without them it drops those that nobody uses.
 * @param {string} text
 */
function withWrittenKeys(text) {
  const texts = new Map([...text.matchAll(/^const (\w+) = (".*");$/gm)].map(([, name, value]) => [name, value]));
  return text.replaceAll(/\[(\w+)\]: /g, (written, /** @type {string} */ name) =>
    texts.has(name) ? `${texts.get(name)}: ` : written,
  );
}

module.exports = [leaveOut];
