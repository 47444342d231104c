/** Stands in where the build left no frame for the console: pages without a look, and with all their words. */
export const PLAIN_CONSOLE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>%%TITLE%%</title>
<body>%%BODY%%</body>
</html>
`;
