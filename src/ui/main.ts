import { mount } from 'svelte';
import './styles/tokens.css';
import './styles/base.css';
import { Loam } from '../app/loam.svelte';
import { explain } from '../core/messages';
import { toLoamError } from '../core/errors';
import App from './App.svelte';
import { Router } from './router.svelte';
import StartFailure from './StartFailure.svelte';

const target = document.getElementById('app')!;

try {
  const loam = await Loam.open();
  target.replaceChildren();
  mount(App, { target, props: { loam, router: new Router() } });
} catch (error) {
  target.replaceChildren();
  mount(StartFailure, { target, props: explain(toLoamError(error)) });
}
