import { cpSync, globSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { packageStage, type Packaging } from '../../template/package-stage.ts';

/** What serverless reads, and the functions that it names. */
const SERVICE = ['serverless.yml', 'package.json', 'tsconfig.json', 'functions', 'shared', 'template', 'local'];
const EMPTY_HANDLER = 'export const handler = () => undefined;\n';

/**
 * Packages a stage for those who read what would be deployed and not what would run: the template and the settings are the
 * service's own, the bundles are empty. Bundling the real ones takes two thirds of a packaging.
 */
export async function packageTemplate(packaging: Packaging): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'webhook-pipeline-template-'));
  try {
    for (const name of SERVICE)
      cpSync(join(packaging.serviceDirectory, name), join(directory, name), { recursive: true });
    symlinkSync(resolve('node_modules'), join(directory, 'node_modules'));
    for (const file of globSync('functions/**/handler.ts', { cwd: directory }))
      writeFileSync(join(directory, file), EMPTY_HANDLER);
    await packageStage({ ...packaging, serviceDirectory: directory });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
