import { readFileSync } from 'node:fs';
import { costPage } from '../../operator/plan/views/cost-page.ts';
import { readPackagedService } from '../../template/read-packaged-service.ts';
import { packagedDirectory } from '../support/packaged.ts';

test('docs/cost-and-scale.md is what the plan of the packaged stage says: `npm run hooks -- plan --stage prod --write-docs`', async () => {
  expect(readFileSync('docs/cost-and-scale.md', 'utf8')).toBe(
    costPage(await readPackagedService(packagedDirectory('prod'))),
  );
});
