/** Marks as a library: drawings of numbers that know nothing of a model, a page or its address. `draw` puts one into any element. */
import '../lib/hidden.css';
import '../lib/theme.css';

export { provideTheme, type Theme } from '../lib/theme';
export { svgOf } from '../lib/vector';
export { distribution } from './distribution';
export { default as Distribution } from './Distribution.svelte';
export { default as DivergingLegend } from './DivergingLegend.svelte';
export { draw, type Drawn } from './draw.svelte';
export { nothingAbsent, peaksOf, type Absent, type Layer } from './heatmap';
export { default as Heatmap } from './Heatmap.svelte';
export { default as HeatmapStrip } from './HeatmapStrip.svelte';
export { default as LinkColumns } from './LinkColumns.svelte';
export { linksOf, unfolded, type Strand, type Target } from './links';
export { default as Matrix } from './Matrix.svelte';
export { default as SequentialLegend } from './SequentialLegend.svelte';
export { proportional, sequential, type Shading } from './shading';
export { default as VectorStrip } from './VectorStrip.svelte';
export { wholeView, type View } from './viewing';
