/** Starts the page. */
import '@fontsource-variable/jetbrains-mono/wght.css';
import '@fontsource-variable/source-sans-3/wght.css';
import '@fontsource-variable/source-sans-3/wght-italic.css';
import { mount } from 'svelte';
import App from './App.svelte';
import './frame/base.css';
import './frame/theme.css';

mount(App, { target: document.getElementById('page')! });
