import { init, type EChartsOption } from 'echarts';

export type Theme = 'light' | 'dark';

interface Chart {
  readonly title: string;
  readonly description: string;
  readonly option: EChartsOption;
  readonly theme: Theme;
}

/** Okabe and Ito's colours, which people with any kind of colour vision tell apart: https://jfly.uni-koeln.de/color/ */
const COLOURS = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#8a8f98', '#b8a900'];
const SIZE = { width: 900, height: 380 };
const INK = { light: '#333333', dark: '#d5d8dd' } as const;

/** As SVG, with words for those who do not see it. */
export function chart({ title, description, option, theme }: Chart): string {
  const drawn = init(null, theme === 'dark' ? 'dark' : null, { renderer: 'svg', ssr: true, ...SIZE });
  const color = INK[theme];
  drawn.setOption({
    animation: false,
    color: COLOURS,
    backgroundColor: 'transparent',
    textStyle: { color },
    legend: { top: 0, textStyle: { color } },
    grid: { left: 80, right: 50, top: 60, bottom: 40 },
    ...option,
  });
  const svg = drawn.renderToSVGString();
  drawn.dispose();
  const words = `<title>${title}</title><desc>${description}</desc>`;
  return svg.replace(/<svg ([^>]*)>/, `<svg role="img" aria-label="${title}" $1>${words}`);
}
