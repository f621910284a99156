import { levelsOf } from "../../model-selection/search-settings.ts";
import type { StudyContents } from "../../node/studies/study-contents.ts";
import type { StudyPageOptions } from "../../report/study/study-page.ts";

/** A study as an HTML page; what draws its pictures is loaded on the first call. */
export async function studyHtml(
  { file, request, searches, best, outer }: StudyContents,
  options?: StudyPageOptions,
): Promise<string> {
  const { studyPage } = await import("../../report/study/study-page.ts");
  return studyPage(
    {
      title: file,
      models: request.models.map(({ name }) => name),
      searches,
      best,
      outer,
      hasCurves: levelsOf(request.settings.pruner) !== undefined,
    },
    options,
  );
}
