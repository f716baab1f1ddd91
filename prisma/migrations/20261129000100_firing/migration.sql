-- What gated runs fire: which run opened an incident, what failed in it, and how long critical metrics are out of band.

-- CreateEnum
CREATE TYPE "review_cause" AS ENUM ('fails', 'missing');

-- AlterTable
ALTER TABLE "incident" ADD COLUMN     "run_id" INTEGER;

-- AlterTable
ALTER TABLE "incident_criterion" ADD COLUMN     "joined_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "incident_signal" ADD COLUMN     "key" TEXT;

-- CreateTable
CREATE TABLE "metric_streak" (
    "id" SERIAL NOT NULL,
    "program_id" INTEGER NOT NULL,
    "metric" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "told_at" TIMESTAMPTZ(3),
    "told_of" "verdict",
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "metric_streak_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "metric_review" (
    "streak_id" INTEGER NOT NULL,
    "cause" "review_cause" NOT NULL,
    "incident_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "metric_review_pkey" PRIMARY KEY ("streak_id","cause")
);

-- CreateIndex
CREATE INDEX "metric_review_incident_id_idx" ON "metric_review"("incident_id");

-- AddForeignKey
ALTER TABLE "incident" ADD CONSTRAINT "incident_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "metric_streak" ADD CONSTRAINT "metric_streak_program_id_fkey" FOREIGN KEY ("program_id") REFERENCES "program"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "metric_review" ADD CONSTRAINT "metric_review_streak_id_fkey" FOREIGN KEY ("streak_id") REFERENCES "metric_streak"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "metric_review" ADD CONSTRAINT "metric_review_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;



-- Below: what Prisma's schema cannot say. -----------------------------------------------------------------------

-- Kill criteria that one run fires share one incident (semantics 8).
CREATE UNIQUE INDEX "incident_one_of_run" ON "incident" ("run_id") WHERE "kind" = 'kill' AND "ended_at" IS NULL;
-- What failed in a run is one signal of a criterion, in however many uploads it came.
CREATE UNIQUE INDEX "incident_signal_once_a_run" ON "incident_signal" ("incident_id", "criterion", "key", "run_id") WHERE "key" IS NOT NULL;

-- What a run has failed already is asked at each of its further failures.
CREATE INDEX "incident_signal_of_run" ON "incident_signal" ("run_id") WHERE "run_id" IS NOT NULL;

-- One streak a metric at a time; nothing in it happens twice or is taken back.
CREATE UNIQUE INDEX "metric_streak_one_open" ON "metric_streak" ("program_id", "metric") WHERE "ended_at" IS NULL;
ALTER TABLE "metric_streak" ADD CONSTRAINT "metric_streak_told" CHECK (("told_at" IS NULL) = ("told_of" IS NULL) AND "told_of" IN ('no_data', 'error') AND "told_at" >= "since");
ALTER TABLE "metric_streak" ADD CONSTRAINT "metric_streak_end" CHECK ("ended_at" >= "since");
CREATE FUNCTION "refuse_retelling"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL OR (OLD.told_at IS NOT NULL AND NEW.told_at IS DISTINCT FROM OLD.told_at) THEN
    RAISE EXCEPTION 'what a streak has called for stays so' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER metric_streak_once BEFORE UPDATE ON "metric_streak" FOR EACH ROW EXECUTE FUNCTION refuse_retelling();
CREATE TRIGGER metric_streak_no_delete BEFORE DELETE ON "metric_streak" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER metric_streak_no_truncate BEFORE TRUNCATE ON "metric_streak" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CALL make_append_only('metric_review'::regclass);

GRANT SELECT, INSERT ON "metric_streak", "metric_review" TO signalbox_app;
GRANT UPDATE ("told_at", "told_of", "ended_at") ON "metric_streak" TO signalbox_app;
GRANT USAGE ON SEQUENCE "metric_streak_id_seq" TO signalbox_app;
