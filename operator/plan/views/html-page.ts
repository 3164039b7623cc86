import { COST_STAGES } from '../cost/line-item.ts';
import { sumOf } from '../cost/bill.ts';
import type { Plan } from '../plan.ts';
import { chart, type Theme } from './chart.ts';
import { overviewTables, simulationTables, type Table } from './tables.ts';

const STYLE = `:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem}
figure{margin:1rem 0}svg{max-width:100%;height:auto}.scroll{overflow-x:auto}table{border-collapse:collapse;font-size:.9rem}
th,td{text-align:left;padding:.25rem .75rem;border-bottom:1px solid #8888}.dark{display:none}
@media (prefers-color-scheme:dark){body{background:#14161a;color:#e8eaed}.dark{display:block}.light{display:none}}`;

const both = (title: string, description: string, option: Parameters<typeof chart>[0]['option']) =>
  (['light', 'dark'] as const)
    .map((theme: Theme) => `<div class="${theme}">${chart({ title, description, option, theme })}</div>`)
    .join('');

/** One file that needs neither script nor network; beside each chart stands its table. */
export function htmlPage(plan: Plan): string {
  const { lines, rates, choices, ceilings, needs, latencies } = overviewTables(plan);
  const rateNames = plan.billsByRate.map(({ perSecond }) => `${perSecond}/s`);
  const costs = both(
    'Dollars per million webhooks by rate',
    'Stacked bars, one for each rate, one colour for each stage.',
    {
      xAxis: { type: 'category', data: rateNames },
      yAxis: { type: 'value', name: '$ per million' },
      series: COST_STAGES.map((stage) => ({
        type: 'bar' as const,
        stack: 'together',
        name: stage,
        data: plan.billsByRate.map(({ bill }) =>
          Number(sumOf(bill.items.filter((item) => item.stage === stage)).toFixed(3)),
        ),
      })),
    },
  );
  const overTime = plan.simulations.map((simulated) => {
    const drawn = both(`Waiting messages: ${simulated.shape}`, 'Lines, one for each queue, over minutes.', {
      xAxis: { type: 'value', name: 'min', min: 0 },
      yAxis: { type: 'value', name: 'waiting or at work' },
      series: simulated.queues.map(({ name }) => ({
        type: 'line' as const,
        name,
        showSymbol: false,
        data: simulated.samples.map((sample) => [
          sample.second / 60,
          Math.round((sample.queues[name]?.backlog ?? 0) + (sample.queues[name]?.inFlight ?? 0)),
        ]),
      })),
    });
    const [outcome, byHand] = simulationTables(simulated);
    return `${section(outcome, drawn)}${section(byHand)}`;
  });
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Plan of ${escaped(plan.design.name)}</title><style>${STYLE}</style></head><body><main>
<h1>Plan of ${escaped(plan.design.name)}</h1><p>${plan.ratePerSecond} webhooks a second of ${plan.design.bodyKilobytes} KB in ${escaped(plan.region)}. Prices of ${escaped(plan.pricesAsOf)}. ${escaped(plan.pricesNote)} Durations and sizes are assumptions and not measured on AWS.</p>
${section(rates, costs)}${section(lines)}${section(choices)}${section(ceilings)}${section(needs)}${section(latencies)}${overTime.join('')}</main></body></html>
`;
}

function section(table: Table, drawn = ''): string {
  const row = (tag: 'th' | 'td') => (cells: readonly string[]) =>
    `<tr>${cells.map((text) => `<${tag}${tag === 'th' ? ' scope="col"' : ''}>${escaped(text)}</${tag}>`).join('')}</tr>`;
  return `<section><h2>${escaped(table.title)}</h2>${drawn && `<figure>${drawn}</figure>`}<div class="scroll" role="region" tabindex="0" aria-label="${escaped(table.title)}"><table><thead>${row('th')(table.headings)}</thead><tbody>${table.rows.map(row('td')).join('')}</tbody></table></div>${table.note ? `<p>${escaped(table.note)}</p>` : ''}</section>`;
}

export const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
