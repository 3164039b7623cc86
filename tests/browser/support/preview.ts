// `node tests/browser/support/preview.ts [port]`: the console over an invented pipeline, to look at while its pages change.
import { systemClock, systemIds } from '#shared/lambda/system.ts';
import { readAppFiles } from '../../../operator/console/server/app-files.ts';
import { buildApp } from '../../../operator/console/server/build-app.ts';
import { startConsole } from '../../../operator/console/server/start-console.ts';
import { inventPipeline } from '../../support/invented-pipeline.ts';

const tell = (line: string) => process.stdout.write(`${line}\n`);
const pipeline = inventPipeline();
const { url } = await startConsole({
  openPipeline: async () => pipeline,
  files: readAppFiles(await buildApp(tell)),
  port: Number(process.argv[2] ?? 4178),
  clock: systemClock,
  ids: systemIds,
  tell,
});
tell(url);
