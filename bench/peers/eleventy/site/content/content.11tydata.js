export default {
  layout: "article.njk",
  permalink: (data) => `/${data.lang}/${data.section}/${data.page.fileSlug}/`,
};
