/** KaTeX and its fonts, apart from the rest of the page so that they are loaded with the first formula. */
import katex from 'katex';
import 'katex/dist/katex.min.css';

export const render = katex.render;
