import { AreaChart, BarChart } from '@mantine/charts';
import { Paper, SimpleGrid, Skeleton, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Charts } from '../../../protocol/charts.ts';
import { Answer } from '../../components/answer.tsx';
import { chartsQuery } from '../../connection/api.ts';
import { colourOf } from './colour-of.ts';
import { toRows } from './to-rows.ts';

const HEIGHT = 210;

/** The last hour by the minute. The figures above say the same of now, so that nobody has to read it from a picture. */
export function ChartsView() {
  const charts = useQuery(chartsQuery);
  return (
    <Answer to={charts} loading={<Skeleton height={HEIGHT} />}>
      {(known) => (
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
          <Flowed charts={known} />
          <Failed charts={known} />
        </SimpleGrid>
      )}
    </Answer>
  );
}

const axes = { h: HEIGHT, dataKey: 'minute', gridAxis: 'x', withLegend: true, tickLine: 'none' } as const;
const animation = { isAnimationActive: false } as const;
const legend = { verticalAlign: 'bottom' } as const;
/** A picture is a stop of the tab key, where the arrow keys show one minute after the other. */
const stopNamed = (name: string) => ({
  accessibilityLayer: true,
  'aria-label': `${name}: left and right go through the minutes`,
});
const wholeTicks = { allowDecimals: false, width: 36, interval: 0, tickCount: 4 } as const;

function Flowed({ charts }: { readonly charts: Charts }) {
  const series = [charts.received, ...charts.finished];
  return (
    <Paper component="section" aria-label="Received and finished, per minute">
      <Title order={2} mb="sm">
        Received and finished, per minute
      </Title>
      <AreaChart
        {...axes}
        data={toRows(charts, series)}
        series={series.map(({ name }, index) => ({ name, color: colourOf(index) }))}
        withDots={false}
        strokeWidth={1.8}
        fillOpacity={0.06}
        curveType="monotone"
        legendProps={legend}
        areaProps={animation}
        areaChartProps={stopNamed('Received and finished, per minute')}
        yAxisProps={wholeTicks}
      />
    </Paper>
  );
}

function Failed({ charts }: { readonly charts: Charts }) {
  const series = charts.deadLetters;
  return (
    <Paper component="section" aria-label="Dead letters recorded, per minute">
      <Title order={2} mb="sm">
        Dead letters recorded, per minute
      </Title>
      <BarChart
        {...axes}
        type="stacked"
        data={toRows(charts, series)}
        series={series.map(({ name }, index) => ({ name, color: colourOf(index) }))}
        legendProps={legend}
        barProps={animation}
        barChartProps={stopNamed('Dead letters recorded, per minute')}
        yAxisProps={wholeTicks}
      />
    </Paper>
  );
}
