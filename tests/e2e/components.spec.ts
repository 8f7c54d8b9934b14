/** The design language on one page: axe finds nothing, nothing is wider than the screen; photographs to look at. */
import { expect, expectAccessible, openApp, test } from './fixtures';

const WIDTHS = [1440, 390];

for (const width of WIDTHS) {
  test.describe(`at ${width} pixels`, () => {
    test.use({ viewport: { width, height: width === 390 ? 844 : 900 } });

    test('every component is accessible, light and dark', async ({ page, app }) => {
      await openApp(page, app, '#/components');
      await expect(page.getByRole('heading', { level: 1, name: 'Components' })).toBeVisible();
      await expectAccessible(page);
    });

    test('no component makes the page wider than the screen', async ({ page, app }) => {
      await openApp(page, app, '#/components');
      await expect(page.getByRole('heading', { level: 1, name: 'Components' })).toBeVisible();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide).toBeLessThanOrEqual(width);
    });

    for (const colorScheme of ['light', 'dark'] as const) {
      test(`a photograph of all of it, ${colorScheme}`, async ({ page, app }) => {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await openApp(page, app, '#/components');
        await expect(page.getByRole('heading', { level: 1, name: 'Components' })).toBeVisible();
        // The page scrolls inside the shell: a screen as high as all of it shows everything.
        const height = await page.evaluate(() =>
          Math.max(...[...document.querySelectorAll('*')].map(({ scrollHeight }) => scrollHeight)),
        );
        await page.setViewportSize({ width, height: Math.min(height, 16_000) });
        const photograph = await page.screenshot({
          path: `artefacts/components-${width}-${colorScheme}.png`,
        });
        expect(photograph.length).toBeGreaterThan(50_000);
      });
    }
  });
}
