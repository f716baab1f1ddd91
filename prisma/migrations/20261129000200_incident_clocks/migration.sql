-- An incident that was not decided in time: recorded once (semantics 11).

-- AlterTable
ALTER TABLE "incident" ADD COLUMN     "breached_at" TIMESTAMPTZ(3);



-- Below: what Prisma's schema cannot say. -----------------------------------------------------------------------

ALTER TABLE "incident" ADD CONSTRAINT "incident_breach" CHECK ("breached_at" IS NULL OR "breached_at" >= "due_at");
ALTER TABLE "incident" ADD CONSTRAINT "incident_breach_of_clock" CHECK ("breached_at" IS NULL OR "due_at" IS NOT NULL);
CREATE FUNCTION "refuse_second_breach"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.breached_at IS NOT NULL AND NEW.breached_at IS DISTINCT FROM OLD.breached_at THEN
    RAISE EXCEPTION 'a breach is recorded once and stays so' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER incident_breaches_once BEFORE UPDATE ON "incident" FOR EACH ROW EXECUTE FUNCTION refuse_second_breach();
CREATE INDEX "incident_due" ON "incident" ("due_at") WHERE "ended_at" IS NULL AND "breached_at" IS NULL;

GRANT UPDATE ("breached_at") ON "incident" TO signalbox_app;
